package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** The storage failed to read or write; nothing was acknowledged. The message names the file. */
public final class StorageFailedException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public StorageFailedException(String message) {
        super(message);
    }

    public StorageFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
