package io.corestore.storage.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class NodeRecordTest {
    private static final Hash HASH = new Hash(1, 2, 3, 4);

    @Test
    void aNodeIsReadBackFromWhereItStands() {
        TreeNode node = new TreeNode(7, 1L << 40, HASH);
        ByteBuffer file = ByteBuffer.allocate(3 * NodeRecord.BYTES).position(NodeRecord.BYTES);
        NodeRecord.encode(node, file);

        assertThat(file.position()).isEqualTo(2 * NodeRecord.BYTES);
        assertThat(NodeRecord.decode(7, file.array(), NodeRecord.BYTES)).isEqualTo(node);
        assertThat(NodeRecord.decode(6, file.array(), 0)).isNull();
    }

    @Test
    void onlyFortyZerosAreNoNode() {
        assertThat(NodeRecord.isBlank(new TreeNode(0, 0, Hash.ZERO))).isTrue();
        assertThat(NodeRecord.isBlank(new TreeNode(0, 1, Hash.ZERO))).isFalse();
        assertThat(NodeRecord.isBlank(new TreeNode(0, 0, HASH))).isFalse();
    }

    @Test
    void aDamagedSizeIsOneThatCanBeAddedUp() {
        for (long size : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53}) {
            byte[] bytes = ByteBuffer.allocate(NodeRecord.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(size)
                    .array();
            assertThat(NodeRecord.decode(0, bytes, 0).size()).isEqualTo((1L << 53) - 1);
        }
    }

    @Test
    void aTreeHasRoomForAllNodesUpToItsLastLeaf() {
        assertThat(NodeRecord.nodes(0)).isZero();
        assertThat(NodeRecord.nodes(1)).isOne();
        assertThat(NodeRecord.nodes(5)).isEqualTo(9);
    }
}
