package io.corestore.error;

import org.jspecify.annotations.Nullable;

/** The session, the core or the store was closed before or during the call: open it again. */
public final class ClosedException extends CorestoreException {
    private static final long serialVersionUID = 1L;

    public ClosedException(String message) {
        super(message);
    }

    public ClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
