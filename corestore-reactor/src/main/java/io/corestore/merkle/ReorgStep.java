package io.corestore.merkle;

/** What is next on the way to a tree of another fork. */
public sealed interface ReorgStep {
    /**
     * Nodes are to be asked for, as in {@code hash {index: 2 * block, nodes}} for any block from {@code start} to
     * {@code end}, exclusive, that the peer has.
     *
     * @param nodes how many levels up the proof has to go
     */
    record Want(long start, long end, int nodes) implements ReorgStep {}

    /**
     * The new tree is known as far as needed.
     *
     * @param ancestors the number of blocks that it shares with the old one, as far as is known; everything from there
     *     on is to be dropped
     */
    record Finished(long ancestors) implements ReorgStep {}
}
