package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import java.util.function.LongConsumer;

/** Ways up in a tree. */
final class Climb {
    private Climb() {}

    /** The index of the root of a tree of {@code length} blocks that covers a node of it. */
    static long root(long index, long length) {
        for (long root : FlatTree.roots(length)) {
            if (FlatTree.covers(root, index)) {
                return root;
            }
        }
        throw new IllegalArgumentException("node " + index + " is not below " + length + " blocks");
    }

    /** Adds the sibling of each node from {@code from} up to {@code to}, exclusive. */
    static void siblings(LongList into, long from, long to) {
        for (long at = from; at != to; at = FlatTree.parent(at)) {
            into.add(FlatTree.sibling(at));
        }
    }

    /** Names the nodes that lead from {@code from} to {@code to} blocks (spec page 10, section 6.2), in their order. */
    static void upgrade(long from, long to, LongConsumer nodes) {
        long last = 2 * from - 2;
        for (long root : FlatTree.roots(to)) {
            if (from > 0 && FlatTree.covers(root, last)) {
                right(last, root, nodes);
            } else if (FlatTree.leftSpan(root) > last) {
                nodes.accept(root);
            }
        }
    }

    private static void right(long from, long root, LongConsumer nodes) {
        for (long at = from; at != root; at = FlatTree.parent(at)) {
            if (FlatTree.sibling(at) > from) {
                nodes.accept(FlatTree.sibling(at));
            }
        }
    }

    /** The nodes whose sizes add up to the byte offset of a node: left siblings up to its root, and the roots before. */
    static long[] before(long index, long length) {
        LongList left = new LongList();
        long root = root(index, length);
        for (long at = index; at != root; at = FlatTree.parent(at)) {
            if (!FlatTree.isLeft(at)) {
                left.add(FlatTree.sibling(at));
            }
        }
        for (long other : FlatTree.roots(length)) {
            if (other < root) {
                left.add(other);
            }
        }
        return left.sorted();
    }
}
