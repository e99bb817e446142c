package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** Data does not lead to a root that the core's owner signed; nothing of it was kept. */
public final class InvalidProofException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public InvalidProofException(String message) {
        super(message);
    }

    public InvalidProofException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
