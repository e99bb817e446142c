package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Blocks that are being appended to a tree. The tree it started from stays as it is; a batch that is not wanted is
 * dropped. Belongs to one thread at a time.
 */
public final class TreeBatch {
    private final TreeHasher hasher;
    private final long fork;
    private final List<TreeNode> nodes = new ArrayList<>();
    private final List<TreeNode> roots;
    private long length;
    private long byteLength;

    private TreeBatch(Tree tree, TreeHasher hasher) {
        this.hasher = hasher;
        fork = tree.fork();
        roots = new ArrayList<>(tree.roots());
        length = tree.length();
        byteLength = tree.byteLength();
    }

    /** Starts at the end of a tree; the hasher is used by no one else meanwhile. */
    public static TreeBatch of(Tree tree, TreeHasher hasher) {
        return new TreeBatch(tree, hasher);
    }

    /** Appends a block, read from position to limit; the position stays. */
    public void append(ByteBuffer block) {
        byteLength = TreeHasher.addSizes(byteLength, block.remaining());
        TreeNode last = hasher.leaf(length, block);
        nodes.add(last);
        for (long left = length; (left & 1) == 1; left >>= 1) {
            last = hasher.parent(roots.remove(roots.size() - 1), last);
            nodes.add(last);
        }
        roots.add(last);
        length++;
    }

    public long length() {
        return length;
    }

    public long byteLength() {
        return byteLength;
    }

    /** The tree with all that was appended so far. */
    public Tree tree() {
        return new Tree(fork, length, byteLength, roots);
    }

    /** The nodes that came into being, ascending. A fresh list. */
    public List<TreeNode> nodes() {
        List<TreeNode> ascending = new ArrayList<>(nodes);
        ascending.sort(Comparator.comparingLong(TreeNode::index));
        return ascending;
    }
}
