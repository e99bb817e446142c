package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.encoding.TreeNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One logged change (spec page 22, section 5):
 *
 * <pre>
 * entry   = flags [datum] [nodes] [upgrade] [bits]    flags: 1 datum, 2 nodes, 4 upgrade, 8 bits
 * datum   = string key, buffer value                  an empty value deletes
 * nodes   = array of (uint index, uint size, hash)
 * upgrade = uint fork, uint ancestors, uint length, buffer signature
 * bits    = uint drop, uint start, uint length
 * </pre>
 */
public record Entry(
        Map.@Nullable Entry<String, ByteBuffer> datum,
        @Nullable List<TreeNode> nodes,
        @Nullable Upgrade upgrade,
        @Nullable BitRange bits) {
    private static final int DATUM = 1;
    private static final int NODES = 2;
    private static final int UPGRADE = 4;
    private static final int BITS = 8;

    public static Entry decode(CompactReader in) {
        long flags = in.uint();
        return new Entry(
                (flags & DATUM) != 0 ? Map.entry(in.string(), ByteBuffer.wrap(in.buffer())) : null,
                (flags & NODES) != 0 ? in.array(TreeNode.MINIMUM_BYTES, TreeNode::decode) : null,
                (flags & UPGRADE) != 0 ? Upgrade.decode(in) : null,
                (flags & BITS) != 0 ? BitRange.decode(in) : null);
    }

    public byte[] encode() {
        CompactWriter out = new CompactWriter(128 + (nodes == null ? 0 : nodes.size() * (TreeNode.MINIMUM_BYTES + 8)));
        out.uint((datum == null ? 0 : DATUM)
                | (nodes == null ? 0 : NODES)
                | (upgrade == null ? 0 : UPGRADE)
                | (bits == null ? 0 : BITS));
        if (datum != null) {
            out.string(datum.getKey()).buffer(datum.getValue());
        }
        if (nodes != null) {
            out.array(nodes, (target, node) -> node.encode(target));
        }
        if (upgrade != null) {
            upgrade.encode(out);
        }
        if (bits != null) {
            bits.encode(out);
        }
        return out.toBytes();
    }
}
