package io.corestore.merkle;

/** A tree node that a computation cannot do without is not stored here. */
public final class MissingNodeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long index;

    public MissingNodeException(long index) {
        super("tree node " + index + " is not stored");
        this.index = index;
    }

    /** The flat tree index of the node. */
    public long index() {
        return index;
    }
}
