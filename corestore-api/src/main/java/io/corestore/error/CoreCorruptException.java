package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** A core's files cannot be read as a core: restore it, or fetch it again from a peer. Other cores are unaffected. */
public final class CoreCorruptException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public CoreCorruptException(String message) {
        super(message);
    }

    public CoreCorruptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
