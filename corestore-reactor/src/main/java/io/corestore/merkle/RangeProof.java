package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.util.List;

/**
 * Verified reads: which stored nodes tell where a run of blocks lies and lead from it to the roots. The hashes of the
 * blocks as read are climbed up together with those nodes; they are the blocks that were signed if and only if the way
 * ends at the roots of the tree.
 *
 * <p>The nodes, ascending, are the left siblings of the run from the highest level down, the leaves of the run, and its
 * right siblings from the lowest level up; so a climb takes them from the inside out. A run costs one hash for each
 * block, one for each pair, and one for each level.
 *
 * <p>Immutable, may be used by any thread.
 */
public final class RangeProof {
    private final Tree tree;
    private final long start;
    private final int count;
    private final int left;
    private final long[] nodes;

    private RangeProof(Tree tree, long start, int count, int left, long[] nodes) {
        this.tree = tree;
        this.start = start;
        this.count = count;
        this.left = left;
        this.nodes = nodes;
    }

    /** The proof of blocks {@code start} to {@code end}, exclusive, of a tree; at least one block. */
    public static RangeProof of(Tree tree, long start, long end) {
        if (start < 0 || end <= start || end > tree.length()) {
            throw new IllegalArgumentException("[" + start + ", " + end + ") of " + tree.length() + " blocks");
        }
        int count = Math.toIntExact(end - start);
        RangeClimb climb = new RangeClimb(tree.length(), start, end - 1);
        LongList lefts = new LongList();
        LongList rights = new LongList();
        while (climb.next()) {
            if (climb.needsLeft()) {
                lefts.add(climb.leftSibling());
            }
            if (climb.needsRight()) {
                rights.add(climb.rightSibling());
            }
        }
        return new RangeProof(tree, start, count, lefts.size(), inOrder(lefts, start, count, rights));
    }

    /** The flat tree indexes of the nodes that the other methods take, ascending, without repetition. */
    public long[] nodes() {
        return nodes.clone();
    }

    /** The number of blocks. */
    public int count() {
        return count;
    }

    /**
     * The byte offset of the first block.
     *
     * @param stored the nodes with the indexes of {@link #nodes}, all of them, in this order
     * @throws MissingNodeException if one is missing
     */
    public long byteOffset(List<TreeNode> stored) {
        requireAll(stored);
        long offset = 0;
        for (TreeNode root : tree.roots()) {
            if (FlatTree.rightSpan(root.index()) < 2 * start) {
                offset += root.size();
            }
        }
        for (int i = 0; i < left; i++) {
            offset += stored.get(i).size();
        }
        return offset;
    }

    /**
     * The lengths of the blocks in bytes, by the sizes of the same nodes.
     *
     * @throws ArithmeticException if one exceeds an int
     */
    public int[] lengths(List<TreeNode> stored) {
        requireAll(stored);
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = Math.toIntExact(stored.get(left + i).size());
        }
        return lengths;
    }

    /**
     * Whether blocks with these hashes are the blocks of the tree.
     *
     * @param leaves {@link TreeHasher#leafHash} of each block as read; overwritten
     * @param stored the same nodes
     */
    public boolean verify(Hash[] leaves, List<TreeNode> stored, TreeHasher hasher) {
        requireAll(stored);
        if (leaves.length != count) {
            throw new IllegalArgumentException(leaves.length + " hashes of " + count + " blocks");
        }
        return new RangeHash(tree, leaves, stored, left, hasher)
                .reaches(new RangeClimb(tree.length(), start, start + count - 1));
    }

    /**
     * The first block whose hash is not that of its stored leaf, or -1: the one to blame when {@link #verify} fails. If
     * there is none, a stored node is wrong.
     *
     * @param leaves fresh, not those that {@link #verify} has overwritten
     */
    public long firstDifference(Hash[] leaves, List<TreeNode> stored) {
        requireAll(stored);
        for (int i = 0; i < count; i++) {
            if (!leaves[i].equals(stored.get(left + i).hash())) {
                return start + i;
            }
        }
        return -1;
    }

    private void requireAll(List<TreeNode> stored) {
        for (int i = 0; i < nodes.length; i++) {
            if (i >= stored.size() || stored.get(i).index() != nodes[i]) {
                throw new MissingNodeException(nodes[i]);
            }
        }
    }

    private static long[] inOrder(LongList lefts, long start, int count, LongList rights) {
        long[] up = lefts.toArray();
        LongList all = new LongList();
        for (int i = up.length - 1; i >= 0; i--) {
            all.add(up[i]);
        }
        for (int i = 0; i < count; i++) {
            all.add(2 * (start + i));
        }
        all.addAll(rights.toArray());
        return all.toArray();
    }
}
