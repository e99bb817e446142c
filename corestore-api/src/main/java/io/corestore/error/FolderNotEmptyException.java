package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** A folder that is to be made has something in it: name another one, or empty it. */
public final class FolderNotEmptyException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public FolderNotEmptyException(String message) {
        super(message);
    }

    public FolderNotEmptyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
