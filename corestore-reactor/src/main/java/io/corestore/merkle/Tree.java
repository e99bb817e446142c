package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of a core's tree: what is hashed and signed (spec page 10).
 *
 * @param fork how often the core was truncated, or what its writer says
 * @param length in blocks
 * @param byteLength of all blocks
 * @param roots left to right, those of {@code length} blocks
 */
public record Tree(long fork, long length, long byteLength, List<TreeNode> roots) {
    public Tree {
        roots = List.copyOf(roots);
        requireRoots(length, roots);
        if (byteLength != byteLength(roots)) {
            throw new IllegalArgumentException("the roots have " + byteLength(roots) + " bytes, not " + byteLength);
        }
    }

    /** The tree without blocks. */
    public static Tree empty(long fork) {
        return new Tree(fork, 0, 0, List.of());
    }

    /**
     * The tree with these roots.
     *
     * @throws IllegalArgumentException if they are not the roots of any length
     */
    public static Tree of(long fork, List<TreeNode> roots) {
        return new Tree(fork, length(roots), byteLength(roots), roots);
    }

    /** The hash over the roots. */
    public Hash treeHash() {
        return new TreeHasher().treeHash(roots);
    }

    /** The same blocks at another fork. */
    public Tree withFork(long other) {
        return new Tree(other, length, byteLength, roots);
    }

    /**
     * The tree of the first {@code newLength} blocks.
     *
     * @param nodes knows {@link FlatTree#roots} of the new length
     * @throws MissingNodeException if it does not
     */
    public Tree truncated(long newLength, long newFork, NodeLookup nodes) {
        if (newLength > length) {
            throw new IllegalArgumentException("a tree of " + length + " blocks cannot be cut to " + newLength);
        }
        List<TreeNode> kept = new ArrayList<>();
        for (long index : FlatTree.roots(newLength)) {
            TreeNode root = root(index);
            kept.add(root != null ? root : nodes.require(index));
        }
        return of(newFork, kept);
    }

    /** The root with this index, or null if no root has it. */
    public @Nullable TreeNode root(long index) {
        int depth = FlatTree.depth(index);
        boolean found =
                (length >>> depth & 1) == 1 && FlatTree.leftSpan(index) / 2 == length >>> (depth + 1) << (depth + 1);
        return found ? roots.get(Long.bitCount(length >>> (depth + 1))) : null;
    }

    /** The roots as a lookup, before another one. */
    NodeLookup over(NodeLookup nodes) {
        return index -> {
            TreeNode root = root(index);
            return root != null ? root : nodes.get(index);
        };
    }

    /** The number of blocks below these nodes. */
    static long length(List<TreeNode> roots) {
        long length = 0;
        for (TreeNode root : roots) {
            length += FlatTree.blocks(root.index());
        }
        return length;
    }

    private static long byteLength(List<TreeNode> roots) {
        long sum = 0;
        for (TreeNode root : roots) {
            sum = TreeHasher.addSizes(sum, root.size());
        }
        return sum;
    }

    private static void requireRoots(long length, List<TreeNode> roots) {
        long[] expected = FlatTree.roots(length);
        if (expected.length != roots.size()) {
            throw new IllegalArgumentException(roots.size() + " nodes are not the roots of " + length + " blocks");
        }
        for (int i = 0; i < expected.length; i++) {
            if (roots.get(i).index() != expected[i]) {
                throw new IllegalArgumentException(
                        "node " + roots.get(i).index() + " is not a root of " + length + " blocks");
            }
        }
    }
}
