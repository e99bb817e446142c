package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** The session cannot write: it has no secret key of the core's signer, or was opened read-only. */
public final class NotWritableException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public NotWritableException(String message) {
        super(message);
    }

    public NotWritableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
