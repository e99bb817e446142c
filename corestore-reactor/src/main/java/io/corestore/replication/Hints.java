package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import io.corestore.encoding.FlatTree;
import java.util.function.LongPredicate;

/**
 * How many levels above a block's leaf a node is stored that its proof can be compared with (spec page 10, section 6.4).
 * Which nodes are stored follows from the blocks: a block comes with all nodes beside its path, so a node is there if
 * any block under its parent is. Blocks asked for earlier from the same peer are counted as there, since they are
 * answered first.
 */
final class Hints {
    private Hints() {}

    static long toStored(long block, long length, long remoteLength, Bitfield stored, Bitfield requested) {
        return levels(block, length, remoteLength, node -> {
            long parent = FlatTree.parent(node);
            BlockRange below = BlockRange.of(FlatTree.leftSpan(parent) / 2, FlatTree.rightSpan(parent) / 2 + 1);
            return stored.containsAny(below) || requested.containsAny(below);
        });
    }

    static long toRoot(long block, long length, long remoteLength) {
        return levels(block, length, remoteLength, node -> false);
    }

    /** How many levels up from a block the first node is that is stored, as every root is. */
    private static long levels(long block, long length, long remoteLength, LongPredicate stored) {
        long levels = 0;
        for (long node = 2 * block;
                !isRoot(node, length) && !isRoot(node, remoteLength) && !stored.test(node);
                node = FlatTree.parent(node)) {
            levels++;
        }
        return levels;
    }

    /** Whether a node is a root of a tree of {@code length} blocks. */
    private static boolean isRoot(long node, long length) {
        int depth = FlatTree.depth(node);
        return (length >> depth & 1) == 1 && FlatTree.leftSpan(node) / 2 == length >> (depth + 1) << (depth + 1);
    }
}
