package io.corestore.merkle;

/** Where a byte position is in a core. */
public sealed interface SeekResult {
    /**
     * In a block.
     *
     * @param block its index, or the length of the core for the position behind its last byte
     * @param offset bytes from the start of the block
     */
    record Found(long block, long offset) implements SeekResult {}

    /** In one of the blocks from {@code start} to {@code end}, exclusive; which one the stored nodes do not tell. */
    record Unresolved(long start, long end) implements SeekResult {}

    /** Behind the last byte of the core. */
    record Beyond() implements SeekResult {}
}
