package io.corestore;

/**
 * What a core takes in its storage, in bytes. File sizes are apparent: a hole counts as if it were full.
 *
 * @param oplog of the log of changes, with some room ahead while it is written
 * @param tree of the tree nodes
 * @param bitfield of the bits that say which blocks are stored
 * @param data of the blocks, with holes where blocks are missing, and some room ahead while small ones are appended
 * @param blocks how many blocks are stored
 * @param blockBytes the bytes of the blocks that are stored
 */
public record StorageSizes(long oplog, long tree, long bitfield, long data, long blocks, long blockBytes) {}
