package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import io.corestore.error.InvalidProofException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of a part of a proof in their order, and one computed elsewhere that may take the place of one of them. */
final class NodeQueue {
    private final List<TreeNode> nodes;
    private @Nullable TreeNode extra;
    private int next;

    NodeQueue(List<TreeNode> nodes, @Nullable TreeNode extra) {
        this.nodes = nodes;
        this.extra = extra;
    }

    boolean isEmpty() {
        return extra == null && next == nodes.size();
    }

    boolean usedExtra() {
        return extra == null;
    }

    /** The next node, which has to be the one with this index. */
    TreeNode take(long index) {
        TreeNode node = extra;
        if (node != null && node.index() == index) {
            extra = null;
            return node;
        }
        if (next == nodes.size()) {
            throw new InvalidProofException("Expected node " + index + ", got none");
        }
        node = nodes.get(next++);
        if (node.index() != index) {
            throw new InvalidProofException("Expected node " + index + ", got node " + node.index());
        }
        return node;
    }
}
