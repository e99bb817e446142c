package io.corestore.error;

import org.jspecify.annotations.Nullable;

/**
 * The root of all errors of this library. Its subclasses are few and named by what the caller does next;
 * each arrives through {@code onError}, never as a checked exception.
 */
public class CorestoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CorestoreException(String message) {
        super(message);
    }

    public CorestoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
