package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.has;
import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.VectorFile;
import io.corestore.error.InvalidProofException;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Request;
import io.corestore.message.Message.Seek;
import io.corestore.message.Message.Target;
import io.corestore.message.Message.Upgrade;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every case of {@code core-proofs.json}: the proof is made again, and verified to the recorded state. */
class ProofsTest {
    private static final JsonNode CASES = VectorFile.read("core-proofs").get("cases");

    @TestFactory
    Stream<DynamicTest> proofIsMadeAsRecorded() {
        return rows(CASES)
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    for (JsonNode step : row.get("steps")) {
                        assertThat(make(step)).isEqualTo(DataBytes.decode(hex(step.get("response"))));
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> proofLeadsToTheRecordedState() {
        return rows(CASES)
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    SparseReader reader = new SparseReader(RecordedCore.KEY, RecordedCore.MANIFEST);
                    for (JsonNode step : row.get("steps")) {
                        Data data = DataBytes.decode(hex(step.get("response")));
                        if (step.get("result").isBoolean()) {
                            assertThat(reader.apply(data))
                                    .isEqualTo(step.get("result").asBoolean());
                        } else {
                            assertThatThrownBy(() -> reader.apply(data))
                                    .isInstanceOfAny(InvalidProofException.class, MissingNodeException.class);
                        }
                        check(reader, step.get("after"));
                    }
                }));
    }

    private static Data make(JsonNode step) {
        long length = step.get("responderLength").asLong();
        Request request = request(step.get("request"));
        Tree tree = RecordedCore.tree(length);
        Proof proof = ProofQuery.of(tree, ProofRequest.of(request), null).run(RecordedCore.LOOKUP);
        return proof.toData(
                request,
                tree.fork(),
                request.block() == null
                        ? null
                        : RecordedCore.BLOCKS.get((int) request.block().index()),
                RecordedCore.signature(length),
                request.manifest() ? RecordedCore.MANIFEST : null);
    }

    static Request request(JsonNode json) {
        JsonNode seek = json.get("seek");
        JsonNode upgrade = json.get("upgrade");
        return new Request(
                DataBytes.CHANNEL,
                1,
                0,
                target(json, "block"),
                target(json, "hash"),
                has(json, "seek")
                        ? new Seek(
                                seek.get("bytes").asLong(), seek.get("padding").asLong())
                        : null,
                has(json, "upgrade")
                        ? new Upgrade(
                                upgrade.get("start").asLong(),
                                upgrade.get("length").asLong())
                        : null,
                json.path("manifest").asBoolean(false),
                0);
    }

    private static Target target(JsonNode request, String part) {
        JsonNode json = request.get(part);
        return has(request, part)
                ? new Target(json.get("index").asLong(), json.get("nodes").asLong())
                : null;
    }

    private static void check(SparseReader reader, JsonNode after) {
        assertThat(reader.tree.fork()).isEqualTo(after.get("fork").asLong());
        assertThat(reader.tree.length()).isEqualTo(after.get("length").asLong());
        assertThat(reader.tree.byteLength()).isEqualTo(after.get("byteLength").asLong());
        assertThat(reader.tree.treeHash()).isEqualTo(hash(after.get("treeHash")));
        assertThat(reader.nodes.keySet())
                .containsExactlyElementsOf(
                        rows(after.get("nodes")).map(JsonNode::asLong).toList());
        assertThat(reader.blocks.keySet())
                .containsExactlyElementsOf(
                        rows(after.get("blocks")).map(JsonNode::asLong).toList());
        reader.nodes.values().forEach(node -> assertThat(node).isEqualTo(RecordedCore.LOOKUP.get(node.index())));
    }
}
