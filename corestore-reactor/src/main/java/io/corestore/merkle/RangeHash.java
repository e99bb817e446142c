package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.util.List;

/** Hashes a run of blocks upwards, level by level, in place. */
final class RangeHash {
    private final Tree tree;
    private final List<TreeNode> stored;
    private final TreeHasher hasher;
    private final Hash[] hashes;
    private final long[] sizes;
    private int count;
    private int nextLeft;
    private int nextRight;

    /**
     * A run.
     *
     * @param leaves hashes of the blocks, overwritten
     * @param stored left siblings from the highest down, leaves, right siblings from the lowest up
     * @param left how many left siblings there are
     */
    RangeHash(Tree tree, Hash[] leaves, List<TreeNode> stored, int left, TreeHasher hasher) {
        this.tree = tree;
        this.stored = stored;
        this.hasher = hasher;
        count = leaves.length;
        hashes = leaves;
        sizes = new long[count];
        for (int i = 0; i < count; i++) {
            sizes[i] = stored.get(left + i).size();
        }
        nextLeft = left - 1;
        nextRight = left + count;
    }

    /** Whether all of the run leads to the roots of the tree. */
    boolean reaches(RangeClimb climb) {
        while (climb.next()) {
            if (climb.atRoot() && !isRoot(climb.lastIndex(), --count)) {
                return false;
            }
            if (climb.goesOn()) {
                join(climb.needsLeft(), climb.needsRight());
            }
        }
        return true;
    }

    private boolean isRoot(long index, int at) {
        TreeNode root = tree.root(index);
        return root != null && root.size() == sizes[at] && root.hash().equals(hashes[at]);
    }

    /** Replaces the run by the parents of its nodes. */
    private void join(boolean needsLeft, boolean needsRight) {
        int from = 0;
        int to = 0;
        if (needsLeft) {
            TreeNode sibling = stored.get(nextLeft--);
            parent(to++, sibling.size(), sibling.hash(), sizes[0], hashes[0]);
            from = 1;
        }
        for (; from + 1 < count; from += 2) {
            parent(to++, sizes[from], hashes[from], sizes[from + 1], hashes[from + 1]);
        }
        if (needsRight) {
            TreeNode sibling = stored.get(nextRight++);
            parent(to++, sizes[from], hashes[from], sibling.size(), sibling.hash());
        }
        count = to;
    }

    private void parent(int to, long leftSize, Hash left, long rightSize, Hash right) {
        sizes[to] = leftSize + rightSize;
        hashes[to] = hasher.parentHash(sizes[to], left, right);
    }
}
