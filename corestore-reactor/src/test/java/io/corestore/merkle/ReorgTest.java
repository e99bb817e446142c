package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.has;
import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.encoding.VectorFile;
import io.corestore.error.InvalidProofException;
import io.corestore.message.Message.Data;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every case of {@code core-reorgs.json}, replayed over the stored nodes that it names. */
class ReorgTest {
    private static final JsonNode CASES = VectorFile.read("core-reorgs").get("cases");

    @TestFactory
    Stream<DynamicTest> reorgLeadsToTheRecordedState() {
        return rows(CASES).map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> replay(row)));
    }

    @Test
    void proofWithoutTheWholeTreeIsRefused() {
        Data answer = DataBytes.decode(hex(CASES.get(0).get("steps").get(1).get("response")));
        assertThatThrownBy(() -> Reorg.of(Tree.empty(0), null, answer, new TreeHasher()))
                .isInstanceOf(InvalidProofException.class);
    }

    @Test
    void answerThatDoesNotLeadToTheNodeInQuestionIsOfNoUse() {
        JsonNode row = CASES.get(0);
        TreeMap<Long, TreeNode> stored = stored(row);
        Reorg reorg = start(row, stored);
        ReorgStep before = reorg.result();
        Data later = DataBytes.decode(hex(row.get("steps").get(2).get("response")));
        assertThat(reorg.offer(later)).isFalse();
        assertThat(reorg.offer(DataBytes.decode(hex(row.get("steps").get(0).get("response")))))
                .isFalse();
        assertThat(reorg.result()).isEqualTo(before);
    }

    private static void replay(JsonNode row) {
        TreeMap<Long, TreeNode> stored = stored(row);
        Reorg reorg = start(row, stored);
        check(reorg, row.get("steps").get(0).get("batch"));
        for (JsonNode step : rows(row.get("steps")).skip(1).toList()) {
            assertThat(reorg.offer(DataBytes.decode(hex(step.get("response"))))).isTrue();
            reorg.run(stored::get);
            check(reorg, step.get("batch"));
        }
        apply(reorg, stored);
        JsonNode after = row.get("after");
        assertThat(reorg.tree().length()).isEqualTo(after.get("length").asLong());
        assertThat(reorg.tree().byteLength()).isEqualTo(after.get("byteLength").asLong());
        assertThat(reorg.tree().treeHash()).isEqualTo(hash(after.get("treeHash")));
        assertThat(reorg.signature()).isEqualTo(ByteBuffer.wrap(hex(after.get("signature"))));
        assertThat(stored.keySet())
                .containsExactlyElementsOf(
                        rows(after.get("nodes")).map(JsonNode::asLong).toList());
    }

    private static Reorg start(JsonNode row, TreeMap<Long, TreeNode> stored) {
        Tree old = RecordedCore.tree(row.get("old").get("length").asLong());
        assertThat(old.treeHash()).isEqualTo(hash(row.get("before").get("treeHash")));
        Data proof = DataBytes.decode(hex(row.get("steps").get(0).get("response")));
        Reorg reorg = Reorg.of(old, null, proof, new TreeHasher());
        reorg.requireSigned(RecordedCore.KEY, RecordedCore.MANIFEST);
        reorg.run(stored::get);
        return reorg;
    }

    private static TreeMap<Long, TreeNode> stored(JsonNode row) {
        TreeMap<Long, TreeNode> stored = new TreeMap<>();
        List<Long> indexes =
                rows(row.get("before").get("nodes")).map(JsonNode::asLong).toList();
        indexes.forEach(index -> stored.put(index, RecordedCore.LOOKUP.require(index)));
        return stored;
    }

    private static void check(Reorg reorg, JsonNode batch) {
        ReorgStep expected = batch.get("finished").asBoolean()
                ? new ReorgStep.Finished(batch.get("ancestors").asLong())
                : want(batch.get("want"));
        assertThat(reorg.result()).isEqualTo(expected);
        assertThat(has(batch, "want")).isEqualTo(reorg.result() instanceof ReorgStep.Want);
    }

    private static ReorgStep want(JsonNode json) {
        return new ReorgStep.Want(
                json.get("start").asLong(),
                json.get("end").asLong(),
                json.get("nodes").asInt());
    }

    private static void apply(Reorg reorg, TreeMap<Long, TreeNode> stored) {
        ReorgStep.Finished finished = (ReorgStep.Finished) reorg.result();
        stored.keySet().removeIf(index -> FlatTree.rightSpan(index) >= 2 * finished.ancestors());
        reorg.nodes().forEach(node -> stored.put(node.index(), node));
    }
}
