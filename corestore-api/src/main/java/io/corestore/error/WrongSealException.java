package io.corestore.error;

import org.jspecify.annotations.Nullable;

/**
 * The primary key of a store is sealed and no key, or another one, was given to open it; or it is not sealed where it
 * was expected to be. Nothing was changed. The message says which.
 */
public final class WrongSealException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public WrongSealException(String message) {
        super(message);
    }

    public WrongSealException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
