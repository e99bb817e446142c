package io.corestore.encoding;

/**
 * Arithmetic of the flat tree: blocks are leaves with even indexes, parents have odd ones (spec page 10, section 1).
 * Indexes are below 2^54, so that blocks up to 2^53 - 1 have one.
 */
public final class FlatTree {
    private FlatTree() {}

    public static int depth(long index) {
        return Long.numberOfTrailingZeros(~index);
    }

    public static long offset(long index) {
        return index >> (depth(index) + 1);
    }

    public static long index(int depth, long offset) {
        return ((1 + 2 * offset) << depth) - 1;
    }

    public static long parent(long index) {
        int depth = depth(index);
        return index(depth + 1, (index >> (depth + 1)) >> 1);
    }

    public static long sibling(long index) {
        int depth = depth(index);
        return index(depth, (index >> (depth + 1)) ^ 1);
    }

    /** Whether a node is the left one of its parent's children. */
    public static boolean isLeft(long index) {
        return (offset(index) & 1) == 0;
    }

    public static long leftChild(long index) {
        return index - (1L << (depth(index) - 1));
    }

    public static long rightChild(long index) {
        return index + (1L << (depth(index) - 1));
    }

    /** The leftmost leaf below a node; a leaf itself. */
    public static long leftSpan(long index) {
        return index - (1L << depth(index)) + 1;
    }

    /** The rightmost leaf below a node; a leaf itself. */
    public static long rightSpan(long index) {
        return index + (1L << depth(index)) - 1;
    }

    /** How many blocks are below a node. */
    public static long blocks(long index) {
        return 1L << depth(index);
    }

    /** Whether {@code node} is {@code other} or one of its ancestors. */
    public static boolean covers(long node, long other) {
        return leftSpan(node) <= other && other <= rightSpan(node);
    }

    /** The roots of a tree of {@code length} blocks, left to right. */
    public static long[] roots(long length) {
        long[] roots = new long[Long.bitCount(length)];
        long start = 0;
        long rest = length;
        for (int i = 0; i < roots.length; i++) {
            long blocks = Long.highestOneBit(rest);
            roots[i] = 2 * start + blocks - 1;
            start += blocks;
            rest -= blocks;
        }
        return roots;
    }
}
