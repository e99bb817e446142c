package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import org.jspecify.annotations.Nullable;

/**
 * The way from a subtree, or from a row of them, down to a byte position (spec page 10, sections 4 and 6.3), one node
 * after the other. Sizes are taken without the padding of each block.
 */
final class ByteSearch {
    /** Where a search ended. */
    enum End {
        /** At the first byte of {@link #node}. */
        START,
        /** Directly behind the last byte of {@link #node}. */
        BEHIND,
        /** {@link #rest} bytes into the leaf {@link #node}. */
        LEAF,
        /** Somewhere below {@link #node}, whose left child is not stored. */
        UNRESOLVED,
        /** Behind all subtrees. */
        BEYOND
    }

    private static final long[] NOTHING = {};

    private final long[] subtrees;
    private final long padding;
    private int subtree;
    private boolean descending;
    private long node;
    private long rest;
    private @Nullable End end;

    private ByteSearch(long[] subtrees, long bytes, long padding) {
        this.subtrees = subtrees;
        this.padding = padding;
        this.rest = bytes;
        if (subtrees.length == 0) {
            end = End.BEYOND;
        }
    }

    /** A search through subtrees, left to right. */
    static ByteSearch among(long[] subtrees, long bytes, long padding) {
        return new ByteSearch(subtrees, bytes, padding);
    }

    /** A search below a node, known to cover the position {@code rest} bytes behind its first one. */
    static ByteSearch below(long node, long rest, long padding) {
        ByteSearch search = new ByteSearch(new long[] {node}, rest, padding);
        search.descend(node);
        return search;
    }

    long[] needs() {
        if (end != null) {
            return NOTHING;
        }
        return new long[] {descending ? FlatTree.leftChild(node) : subtrees[subtree]};
    }

    void answer(NodeLookup nodes) {
        if (descending) {
            compare(nodes.get(FlatTree.leftChild(node)));
        } else {
            compareSubtree(nodes.require(subtrees[subtree]));
        }
    }

    @Nullable
    End end() {
        return end;
    }

    long node() {
        return node;
    }

    long rest() {
        return rest;
    }

    private void compareSubtree(TreeNode found) {
        long size = size(found, padding);
        if (size == rest) {
            finish(End.BEHIND, found.index());
        } else if (size > rest) {
            descend(found.index());
        } else {
            rest = Math.subtractExact(rest, size);
            if (++subtree == subtrees.length) {
                finish(End.BEYOND, found.index());
            }
        }
    }

    private void descend(long from) {
        descending = true;
        node = from;
        if (rest == 0) {
            end = End.START;
        } else if ((from & 1) == 0) {
            end = End.LEAF;
        }
    }

    private void compare(@Nullable TreeNode left) {
        if (left == null) {
            finish(End.UNRESOLVED, node);
            return;
        }
        long size = size(left, padding);
        if (size == rest) {
            finish(End.BEHIND, left.index());
        } else if (size > rest) {
            descend(left.index());
        } else {
            rest = Math.subtractExact(rest, size);
            descend(FlatTree.rightChild(node));
        }
    }

    private void finish(End how, long where) {
        end = how;
        node = where;
    }

    /** The bytes below a node without padding; below 0 where blocks are shorter than that. */
    static long size(TreeNode node, long padding) {
        return Math.subtractExact(node.size(), Math.multiplyExact(padding, FlatTree.blocks(node.index())));
    }
}
