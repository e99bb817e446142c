package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** No such core is stored here: create it, or ask a peer for it. */
public final class CoreNotFoundException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public CoreNotFoundException(String message) {
        super(message);
    }

    public CoreNotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
