package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges the stored nodes of some levels below a node that is right. From the bottom up it notes what each node may be:
 * what is stored, and what the nodes below it lead to. From the top down it takes of these what leads to the node above.
 * So a node that is wrong is told from its sibling, and is computed anew where those below it are right.
 *
 * <p>Sizes of nodes with nothing stored below are vouched for in pairs only. Belongs to one thread.
 */
public final class SubtreeCheck {
    /** How many levels a check goes down. */
    public static final int LEVELS = 10;

    private static final int CANDIDATES = 8;

    private final NodeLookup stored;
    private final TreeHasher hasher;
    private final int bottom;
    private final Map<Long, List<TreeNode>> candidates = new HashMap<>();
    private final List<Placed> reached = new ArrayList<>();
    private final List<TreeNode> fixes = new ArrayList<>();
    private final List<Placed> open = new ArrayList<>();

    private SubtreeCheck(TreeNode top, NodeLookup stored, TreeHasher hasher) {
        this.stored = stored;
        this.hasher = hasher;
        this.bottom = bottom(top.index());
    }

    /** A right node, and where the first byte below it is. */
    public record Placed(TreeNode node, long byteOffset) {}

    /**
     * What was found below a node.
     *
     * @param reached right nodes at which the check ended, left to right: leaves, or nodes to go on below
     * @param fixes right nodes that are not stored like this
     * @param open right nodes, no two nodes below which lead to it: none is stored, or one of them is wrong for good
     */
    public record Verdict(List<Placed> reached, List<TreeNode> fixes, List<Placed> open) {}

    /** The indexes of the nodes that a check below a node looks at, ascending. */
    public static long[] needs(long top) {
        LongList all = new LongList();
        for (int depth = FlatTree.depth(top) - 1; depth >= bottom(top); depth--) {
            long first = FlatTree.leftSpan(top) + (1L << depth) - 1;
            for (long index = first; index <= FlatTree.rightSpan(top); index += 2L << depth) {
                all.add(index);
            }
        }
        return all.sorted();
    }

    /** Judges what is below a right node, whose children are among {@link #needs}. */
    public static Verdict below(Placed top, NodeLookup stored, TreeHasher hasher) {
        SubtreeCheck check = new SubtreeCheck(top.node(), stored, hasher);
        check.down(top);
        return new Verdict(check.reached, check.fixes, check.open);
    }

    /** What a node may be by what is stored of it and of the levels below it. */
    public static List<TreeNode> candidates(long top, NodeLookup stored, TreeHasher hasher) {
        return new SubtreeCheck(new TreeNode(top, 0, Hash.ZERO), stored, hasher).up(top);
    }

    private static int bottom(long top) {
        return Math.max(0, FlatTree.depth(top) - LEVELS);
    }

    private List<TreeNode> up(long index) {
        List<TreeNode> known = candidates.get(index);
        if (known == null) {
            known = FlatTree.depth(index) <= bottom ? single(stored.get(index)) : joined(index);
            candidates.put(index, known);
        }
        return known;
    }

    private List<TreeNode> joined(long index) {
        TreeNode here = stored.get(index);
        List<TreeNode> all = new ArrayList<>(single(here));
        for (TreeNode left : up(FlatTree.leftChild(index))) {
            for (TreeNode right : up(FlatTree.rightChild(index))) {
                if (here != null && Siblings.areBelow(here, left, right, hasher)) {
                    return single(here);
                }
                TreeNode parent = parent(left, right);
                if (parent != null && all.size() < CANDIDATES) {
                    all.add(parent);
                }
            }
        }
        return all;
    }

    private @Nullable TreeNode parent(TreeNode left, TreeNode right) {
        try {
            return hasher.parent(left, right);
        } catch (ArithmeticException sizes) {
            return null;
        }
    }

    private static List<TreeNode> single(@Nullable TreeNode node) {
        return node == null ? List.of() : List.of(node);
    }

    private void down(Placed from) {
        TreeNode node = from.node();
        int depth = FlatTree.depth(node.index());
        if (depth == 0 || bottom > 0 && depth == bottom + 1) {
            reached.add(from);
            return;
        }
        TreeNode[] pair = pair(node);
        if (pair == null) {
            open.add(from);
            return;
        }
        note(pair[0]);
        note(pair[1]);
        down(new Placed(pair[0], from.byteOffset()));
        down(new Placed(pair[1], from.byteOffset() + pair[0].size()));
    }

    private TreeNode @Nullable [] pair(TreeNode parent) {
        TreeNode left = stored.get(FlatTree.leftChild(parent.index()));
        TreeNode right = stored.get(FlatTree.rightChild(parent.index()));
        if (left != null && right != null && Siblings.areBelow(parent, left, right, hasher)) {
            return new TreeNode[] {left, right};
        }
        for (TreeNode a : up(FlatTree.leftChild(parent.index()))) {
            for (TreeNode b : up(FlatTree.rightChild(parent.index()))) {
                if (Siblings.areBelow(parent, a, b, hasher)) {
                    return new TreeNode[] {a, b};
                }
            }
        }
        return null;
    }

    private void note(TreeNode right) {
        if (!right.equals(stored.get(right.index()))) {
            fixes.add(right);
        }
    }
}
