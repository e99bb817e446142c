package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.encoding.VectorFile;
import io.corestore.key.CoreKey;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;

/** The core of {@code core-tree-nodes.json}, with the version 1 signatures of {@code core-tree-signatures.json}. */
final class RecordedCore {
    static final JsonNode NODES = VectorFile.read("core-tree-nodes");
    static final JsonNode SIGNATURES = VectorFile.read("core-tree-signatures");
    static final List<ByteBuffer> BLOCKS = rows(NODES.get("blocks"))
            .map(row -> block(row.get("index").asInt(), row.get("size").asInt(), 0))
            .toList();
    static final NodeMap LOOKUP =
            NodeMap.of(rows(NODES.get("nodes")).map(RecordedCore::node).toList());
    static final Manifest MANIFEST = Manifest.single(1, hash(SIGNATURES.get("publicKey")));
    static final CoreKey KEY = new CoreKey(hash(SIGNATURES.at("/keys/v1")));

    private RecordedCore() {}

    /** The content of a block appended with a salt. */
    static ByteBuffer block(int index, int size, int salt) {
        byte[] bytes = new byte[size];
        for (int j = 0; j < size; j++) {
            bytes[j] = (byte) (index * 31 + j * 7 + 5 + salt * 101);
        }
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    static TreeNode node(JsonNode row) {
        return new TreeNode(row.get("index").asLong(), row.get("size").asLong(), hash(row.get("hash")));
    }

    /** The tree of the first {@code length} blocks at fork 0. */
    static Tree tree(long length) {
        List<TreeNode> roots =
                LongStream.of(FlatTree.roots(length)).mapToObj(LOOKUP::require).toList();
        return Tree.of(0, roots);
    }

    static ByteBuffer signature(long length) {
        JsonNode signature = SIGNATURES.get("lengths").get((int) length).at("/signature/v1");
        return ByteBuffer.wrap(signature.isNull() ? new byte[0] : hex(signature));
    }
}
