package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.crypto.CoreKeys;
import io.corestore.encoding.TreeNode;
import io.corestore.encoding.VectorFile;
import io.corestore.error.InvalidProofException;
import io.corestore.key.Manifest;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Request;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Every case of {@code core-invalid-proofs.json}. Where the manifest comes from is the caller's affair; here it is the
 * one sent, else the one known, else the default one of the key taken as a public key.
 */
class InvalidProofsTest {
    private static final JsonNode CASES = VectorFile.read("core-invalid-proofs").get("cases");

    @TestFactory
    Stream<DynamicTest> outcomeIsTheRecordedOne() {
        return rows(CASES).map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> check(row)));
    }

    @Test
    void storedNodeIsKeptWhenOnlyItsSizeDiffers() {
        JsonNode row = CASES.get(CASES.size() - 1);
        Data data = DataBytes.decode(hex(row.get("response")));
        SparseReader reader = prepared(row, RecordedCore.MANIFEST);
        Map<Long, TreeNode> before = Map.copyOf(reader.nodes);
        assertThat(reader.apply(data)).isTrue();
        assertThat(reader.nodes).isEqualTo(before);
    }

    private static void check(JsonNode row) {
        Data data = DataBytes.decode(hex(row.get("response")));
        boolean known = row.get("verifierKnowsManifest").asBoolean();
        SparseReader reader = prepared(row, manifest(data, known));
        Map<Long, TreeNode> before = Map.copyOf(reader.nodes);
        JsonNode expected = row.get("v11");
        if (expected.has("error")) {
            assertThatThrownBy(() -> apply(reader, data, known))
                    .isInstanceOfAny(InvalidProofException.class, MissingNodeException.class);
            assertThat(reader.nodes).isEqualTo(before);
        } else {
            assertThat(apply(reader, data, known))
                    .isEqualTo(expected.get("applied").asBoolean());
            if (expected.has("length")) {
                assertThat(reader.tree.length())
                        .isEqualTo(expected.get("length").asLong());
            }
        }
    }

    private static boolean apply(SparseReader reader, Data data, boolean known) {
        Manifest sent = data.manifest();
        if (data.upgrade() == null && sent != null && !known && !CoreKeys.belongs(sent, RecordedCore.KEY)) {
            throw new InvalidProofException("Manifest hash does not match");
        }
        return reader.apply(data);
    }

    private static Manifest manifest(Data data, boolean known) {
        if (known) {
            return RecordedCore.MANIFEST;
        }
        return data.manifest() != null ? data.manifest() : Manifest.single(1, RecordedCore.KEY.hash());
    }

    private static SparseReader prepared(JsonNode row, Manifest manifest) {
        SparseReader reader = new SparseReader(RecordedCore.KEY, manifest);
        for (JsonNode step : row.get("initial")) {
            reader.apply(answer(step));
        }
        return reader;
    }

    private static Data answer(JsonNode step) {
        long length = step.get("responderLength").asLong();
        Request request = ProofsTest.request(step);
        return ProofQuery.of(RecordedCore.tree(length), ProofRequest.of(request), null)
                .run(RecordedCore.LOOKUP)
                .toData(request, 0, null, RecordedCore.signature(length), null);
    }
}
