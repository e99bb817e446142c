package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** The store has lent its folder to another process: resume it first. */
public final class SuspendedException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public SuspendedException(String message) {
        super(message);
    }

    public SuspendedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
