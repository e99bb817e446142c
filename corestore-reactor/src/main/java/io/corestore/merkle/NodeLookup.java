package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import org.jspecify.annotations.Nullable;

/** Tree nodes by flat tree index. */
@FunctionalInterface
public interface NodeLookup {
    /** The node at this index, or null if it is not known. */
    @Nullable
    TreeNode get(long index);

    /**
     * The node at this index.
     *
     * @throws MissingNodeException if it is not known
     */
    default TreeNode require(long index) {
        TreeNode node = get(index);
        if (node == null) {
            throw new MissingNodeException(index);
        }
        return node;
    }
}
