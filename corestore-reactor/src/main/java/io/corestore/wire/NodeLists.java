package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.TreeNode;
import io.corestore.error.DecodingException;
import io.corestore.key.Hash;
import java.util.ArrayList;
import java.util.List;

/** A count and that many tree nodes (spec page 12, section 3). */
final class NodeLists {
    private NodeLists() {}

    static int size(List<TreeNode> nodes) {
        int size = Sizes.uint(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            TreeNode node = nodes.get(i);
            size += Sizes.uint(node.index()) + Sizes.uint(node.size()) + Hash.BYTES;
        }
        return size;
    }

    static void encode(CompactWriter out, List<TreeNode> nodes) {
        out.uint(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).encode(out);
        }
    }

    /** The count is compared with the limit and with what remains before a list is made. */
    static List<TreeNode> decode(CompactReader in, WireLimits limits) {
        long count = in.uint();
        if (count == 0) {
            return List.of();
        }
        if (count > limits.maxNodes() || count * TreeNode.MINIMUM_BYTES > in.remaining()) {
            throw new DecodingException("a list of " + count + " nodes is too long");
        }
        List<TreeNode> nodes = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            nodes.add(TreeNode.decode(in));
        }
        return nodes;
    }
}
