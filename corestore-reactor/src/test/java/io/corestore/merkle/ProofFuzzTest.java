package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corestore.encoding.TreeNode;
import io.corestore.error.DecodingException;
import io.corestore.error.InvalidProofException;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Upgrade;
import io.corestore.storage.test.Cost;

/** Whatever data a peer sends: a reader of the recorded core believes its nodes and its blocks, or nothing. */
final class ProofFuzzTest {
    private static final int MOST = 5_000_000;

    /** The first byte is the length that the reader knows. */
    @FuzzTest(maxExecutions = MOST, maxDuration = "18m")
    void onlyTheWritersTreeIsBelieved(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Cost.check(input.length, () -> {
            SparseReader reader = reader(Math.floorMod(input[0], 1 + RecordedCore.BLOCKS.size()));
            try {
                reader.apply(DataBytes.decode(java.util.Arrays.copyOfRange(input, 1, input.length)));
            } catch (DecodingException | InvalidProofException | MissingNodeException refused) {
                return;
            }
            reader.nodes.forEach((index, node) -> assertThat(node.hash())
                    .isEqualTo(RecordedCore.LOOKUP.require(index).hash()));
            reader.blocks.forEach(
                    (index, block) -> assertThat(block).isEqualTo(RecordedCore.BLOCKS.get(index.intValue())));
            for (TreeNode root : reader.tree.roots()) {
                assertThat(root).isEqualTo(RecordedCore.LOOKUP.require(root.index()));
            }
        });
    }

    private static SparseReader reader(long length) {
        SparseReader reader = new SparseReader(RecordedCore.KEY, RecordedCore.MANIFEST);
        if (length > 0) {
            reader.apply(answer(length));
        }
        return reader;
    }

    private static Data answer(long length) {
        Request request = new Request(1, 1, 0, null, null, null, new Upgrade(0, length), false, 0);
        return ProofQuery.of(RecordedCore.tree(length), ProofRequest.of(request), null)
                .run(RecordedCore.LOOKUP)
                .toData(request, 0, null, RecordedCore.signature(length), null);
    }
}
