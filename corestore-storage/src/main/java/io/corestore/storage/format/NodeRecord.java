package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Nodes as the tree file has them (spec page 23, section 1):
 *
 * <pre>
 * tree = *node          node i at 40 * i
 * node = size hash      size 8 bytes LE; 40 zeros are no node
 * </pre>
 */
public final class NodeRecord {
    public static final int BYTES = 40;

    /** What stands for a damaged size: one that leads nowhere, and that can be added up without overflow. */
    private static final long IMPOSSIBLE = CompactReader.MAX_UINT;

    private NodeRecord() {}

    /** The node in these 40 bytes; null if there is none. */
    public static @Nullable TreeNode decode(long index, byte[] bytes, int offset) {
        long size = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(offset);
        Hash hash = Hash.of(bytes, offset + Long.BYTES);
        TreeNode node = new TreeNode(index, size < 0 ? IMPOSSIBLE : Math.min(size, IMPOSSIBLE), hash);
        return isBlank(node) ? null : node;
    }

    /** Whether this says that there is no node with its index. */
    public static boolean isBlank(TreeNode node) {
        return node.size() == 0 && node.hash().equals(Hash.ZERO);
    }

    /** Appends 40 bytes; the position advances. */
    public static void encode(TreeNode node, ByteBuffer target) {
        target.order(ByteOrder.LITTLE_ENDIAN).putLong(node.size());
        node.hash().writeTo(target.array(), target.arrayOffset() + target.position());
        target.position(target.position() + Hash.BYTES);
    }

    /** How many nodes a tree file of {@code length} blocks has room for. */
    public static long nodes(long length) {
        return length == 0 ? 0 : 2 * length - 1;
    }
}
