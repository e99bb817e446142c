package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** Bytes do not form the value they should: an unknown version, a length past the end, a number too large. */
public final class DecodingException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public DecodingException(String message) {
        super(message);
    }

    public DecodingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
