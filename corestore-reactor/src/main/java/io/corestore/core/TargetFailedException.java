package io.corestore.core;

/** Where something is copied to failed, and not what is copied; the cause says how. */
public final class TargetFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Throwable failure;

    public TargetFailedException(Throwable failure) {
        super(failure.getMessage(), failure);
        this.failure = failure;
    }

    /** What the target said. */
    public Throwable failure() {
        return failure;
    }
}
