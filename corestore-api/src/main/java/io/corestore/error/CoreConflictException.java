package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** What was asked for contradicts what is stored: another key, another manifest, another store. */
public final class CoreConflictException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public CoreConflictException(String message) {
        super(message);
    }

    public CoreConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
