package io.corestore.merkle;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import io.corestore.key.Manifest.Prologue;
import io.corestore.message.Message.UpgradePart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grows the roots of a tree by the upgrade part of a proof (spec page 10, section 7, step 4). */
final class UpgradeBuilder {
    private final TreeHasher hasher;
    private final List<TreeNode> roots;
    private final List<TreeNode> nodes = new ArrayList<>();

    UpgradeBuilder(List<TreeNode> roots, TreeHasher hasher) {
        this.roots = new ArrayList<>(roots);
        this.hasher = hasher;
    }

    /** Every node that was taken or computed. */
    List<TreeNode> nodes() {
        return nodes;
    }

    /**
     * Applies a whole upgrade.
     *
     * @param queue its nodes, and what the other parts of the proof lead to
     * @return the tree it leads to
     */
    Tree apply(UpgradePart upgrade, NodeQueue queue, @Nullable Prologue prologue, long fork) {
        long end = end(upgrade, prologue);
        extend(end, queue);
        if (prologue != null
                && Tree.length(roots) == prologue.length()
                && !hasher.treeHash(roots).equals(prologue.hash())) {
            throw new InvalidProofException("Invalid hash: the upgrade does not lead to the prologue");
        }
        append(upgrade.additionalNodes());
        return tree(fork);
    }

    /** Takes from the queue what leads to the roots of {@code end} blocks. */
    void extend(long end, NodeQueue queue) {
        int kept = 0;
        boolean grown = false;
        for (long wanted : FlatTree.roots(end)) {
            if (kept < roots.size() && roots.get(kept).index() == wanted) {
                kept++;
            } else if (!grown && kept < roots.size()) {
                grown = true;
                grow(wanted, queue);
                kept = roots.size();
            } else {
                grown = true;
                push(queue.take(wanted));
                kept = roots.size();
            }
        }
    }

    /** The tree with the roots so far. */
    Tree tree(long fork) {
        try {
            return Tree.of(fork, roots);
        } catch (IllegalArgumentException notRoots) {
            throw new InvalidProofException("The upgrade leads to no tree: " + notRoots.getMessage(), notRoots);
        }
    }

    private static long end(UpgradePart upgrade, @Nullable Prologue prologue) {
        long end = Math.addExact(upgrade.start(), upgrade.length());
        if (upgrade.start() < 0 || upgrade.length() <= 0 || end > CompactReader.MAX_UINT) {
            throw new InvalidProofException("Upgrade from " + upgrade.start() + " by " + upgrade.length() + " blocks");
        }
        if (prologue != null
                && upgrade.start() < prologue.length()
                && (upgrade.start() > 0 || upgrade.length() < prologue.length())) {
            throw new InvalidProofException("Upgrade does not satisfy prologue");
        }
        return end;
    }

    /** Adds sibling after sibling to the last root until it is the wanted one. */
    private void grow(long wanted, NodeQueue queue) {
        while (last().index() != wanted) {
            long sibling = FlatTree.sibling(last().index());
            if (!FlatTree.covers(wanted, sibling)) {
                throw new InvalidProofException("Expected node " + wanted + ", the tree has node " + last().index());
            }
            push(queue.take(sibling));
        }
    }

    private void append(List<TreeNode> additional) {
        if (additional.isEmpty()) {
            return;
        }
        int taken = 0;
        while (taken < additional.size() && additional.get(taken).index() == FlatTree.sibling(last().index())) {
            push(additional.get(taken++));
        }
        long position = FlatTree.sibling(last().index());
        for (TreeNode node : additional.subList(taken, additional.size())) {
            if (!isLeftmost(node.index(), position)) {
                throw new InvalidProofException("Unexpected node: " + node.index());
            }
            push(node);
            position = FlatTree.sibling(node.index());
        }
    }

    /** Whether a node is {@code top} or reached from it by going to left children. */
    private static boolean isLeftmost(long index, long top) {
        return FlatTree.covers(top, index) && FlatTree.leftSpan(top) == FlatTree.leftSpan(index);
    }

    private TreeNode last() {
        return roots.get(roots.size() - 1);
    }

    private void push(TreeNode node) {
        if (node.index() < 0 || node.index() > CompactReader.MAX_UINT) {
            throw new InvalidProofException("index " + node.index() + " is out of bounds");
        }
        nodes.add(node);
        roots.add(node);
        while (roots.size() > 1
                && FlatTree.sibling(last().index())
                        == roots.get(roots.size() - 2).index()) {
            TreeNode right = roots.remove(roots.size() - 1);
            TreeNode left = roots.remove(roots.size() - 1);
            TreeNode parent = hasher.parent(left, right);
            nodes.add(parent);
            roots.add(parent);
        }
    }
}
