package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** Another store, in this process or another one, holds the folder: close that one first. */
public final class StoreLockedException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public StoreLockedException(String message) {
        super(message);
    }

    public StoreLockedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
