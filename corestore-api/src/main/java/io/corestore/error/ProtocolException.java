package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** A peer broke the protocol; only its connection was ended. */
public final class ProtocolException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
