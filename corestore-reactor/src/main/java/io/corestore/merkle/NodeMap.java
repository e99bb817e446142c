package io.corestore.merkle;

import io.corestore.encoding.TreeNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A few tree nodes in memory, found by index. Immutable. */
public final class NodeMap implements NodeLookup {
    private final TreeNode[] ascending;

    private NodeMap(TreeNode[] ascending) {
        this.ascending = ascending;
    }

    /** These nodes, in any order. Of two with the same index either may be found. */
    public static NodeMap of(Collection<TreeNode> nodes) {
        TreeNode[] ascending = nodes.toArray(TreeNode[]::new);
        Arrays.sort(ascending, Comparator.comparingLong(TreeNode::index));
        return new NodeMap(ascending);
    }

    @Override
    public @Nullable TreeNode get(long index) {
        int low = 0;
        int high = ascending.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = ascending[middle].index();
            if (found == index) {
                return ascending[middle];
            }
            if (found < index) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
