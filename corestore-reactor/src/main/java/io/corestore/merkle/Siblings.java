package io.corestore.merkle;

import io.corestore.encoding.TreeNode;

/** Two nodes and the one above them. */
final class Siblings {
    private Siblings() {}

    /** Whether two siblings have this parent: its size and its hash. */
    static boolean areBelow(TreeNode parent, TreeNode left, TreeNode right, TreeHasher hasher) {
        return left.size() >= 0
                && right.size() >= 0
                && left.size() <= parent.size()
                && parent.size() - left.size() == right.size()
                && hasher.parentHash(parent.size(), left.hash(), right.hash()).equals(parent.hash());
    }
}
