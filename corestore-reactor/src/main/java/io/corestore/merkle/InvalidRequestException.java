package io.corestore.merkle;

/** A peer's request cannot be answered by any core of this length: the request itself is wrong. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
