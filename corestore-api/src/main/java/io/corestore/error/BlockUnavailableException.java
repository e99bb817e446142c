package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** The block is not stored here and could not be had in time: connect to a peer that has it. */
public final class BlockUnavailableException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public BlockUnavailableException(String message) {
        super(message);
    }

    public BlockUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
