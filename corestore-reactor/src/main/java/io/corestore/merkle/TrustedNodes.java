package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells those of stored nodes that lead to the roots of a tree from those that do not: a pair of siblings is right if its
 * hash is that of a parent that is. Takes one step; what it needs are the nodes asked for with their siblings, and the
 * pairs above them up to nodes that are trusted already.
 */
public final class TrustedNodes implements NodeQuery<List<TreeNode>> {
    private static final long[] NOTHING = {};

    private final Tree tree;
    private final NodeLookup trusted;
    private final TreeHasher hasher;
    private final Map<Long, TreeNode> right = new HashMap<>();
    private final Map<Long, TreeNode> anchors = new HashMap<>();
    private final List<Long> lefts = new ArrayList<>();
    private long[] needs;
    private long suspect = -1;

    private TrustedNodes(Tree tree, long[] wanted, NodeLookup trusted, TreeHasher hasher) {
        this.tree = tree;
        this.trusted = trusted;
        this.hasher = hasher;
        needs = collect(wanted);
    }

    /**
     * A check of stored nodes.
     *
     * @param wanted the nodes asked for; those that reach beyond the tree count as not stored
     * @param trusted nodes known to be right; may learn and forget some meanwhile
     */
    public static TrustedNodes of(Tree tree, long[] wanted, NodeLookup trusted, TreeHasher hasher) {
        return new TrustedNodes(tree, wanted, trusted, hasher);
    }

    @Override
    public long[] needs() {
        return needs;
    }

    @Override
    public void answer(NodeLookup stored) {
        lefts.sort((a, b) -> Integer.compare(FlatTree.depth(b), FlatTree.depth(a)));
        for (long left : lefts) {
            pair(known(FlatTree.parent(left)), stored.get(left), stored.get(FlatTree.sibling(left)));
        }
        needs = NOTHING;
    }

    /** Every node looked at that is right, roots among them where asked for. */
    @Override
    public List<TreeNode> result() {
        return List.copyOf(right.values());
    }

    /** A node that is stored beside or below right ones and is wrong, or whose sibling is; -1 if there is none. */
    public long suspect() {
        return suspect;
    }

    private long[] collect(long[] wanted) {
        Set<Long> pairs = new HashSet<>(2 * wanted.length);
        for (long index : wanted) {
            TreeNode known = known(index);
            if (known != null) {
                right.put(index, known);
            } else if (FlatTree.rightSpan(index) < 2 * tree.length()) {
                climb(index, pairs);
            }
        }
        lefts.addAll(pairs);
        LongList all = new LongList();
        for (long left : lefts) {
            all.add(left);
            all.add(FlatTree.sibling(left));
        }
        return all.sorted();
    }

    /** Asks for pairs up to a node that is known, which is kept: {@code trusted} may not know it any more when they are here. */
    private void climb(long from, Set<Long> pairs) {
        TreeNode known = null;
        for (long at = from; known == null; at = FlatTree.parent(at)) {
            if (!pairs.add(FlatTree.isLeft(at) ? at : FlatTree.sibling(at))) {
                return;
            }
            known = known(FlatTree.parent(at));
        }
        anchors.put(known.index(), known);
    }

    private @Nullable TreeNode known(long index) {
        TreeNode root = tree.root(index);
        if (root != null) {
            return root;
        }
        TreeNode found = right.get(index);
        if (found == null) {
            found = anchors.get(index);
        }
        return found != null ? found : trusted.get(index);
    }

    private void pair(@Nullable TreeNode parent, @Nullable TreeNode left, @Nullable TreeNode other) {
        if (parent == null || left == null && other == null) {
            return;
        }
        if (left != null && other != null && Siblings.areBelow(parent, left, other, hasher)) {
            right.put(left.index(), left);
            right.put(other.index(), other);
        } else {
            suspect = left != null ? left.index() : FlatTree.sibling(FlatTree.leftChild(parent.index()));
        }
    }
}
