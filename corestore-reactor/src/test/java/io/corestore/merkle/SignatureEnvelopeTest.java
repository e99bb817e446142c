package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.has;
import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSigner;
import io.corestore.encoding.ManifestCodec;
import io.corestore.encoding.TreeNode;
import io.corestore.encoding.VectorFile;
import io.corestore.error.DecodingException;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every case of {@code core-multisig.json}. */
class SignatureEnvelopeTest {
    private static final JsonNode CASES = VectorFile.read("core-multisig").get("cases");

    @TestFactory
    Stream<DynamicTest> verdictIsTheRecordedOne() {
        return each(row -> {
            Tree tree = Tree.of(
                    row.get("fork").asLong(),
                    rows(row.get("roots")).map(RecordedCore::node).toList());
            assertThat(tree.treeHash()).isEqualTo(hash(row.get("treeHash")));
            JsonNode valid = row.get("valid").get("v11");
            assertThat(TreeVerifier.verify(key(row), manifest(row), tree, ByteBuffer.wrap(hex(row.get("encoded")))))
                    .isEqualTo(valid.isBoolean() && valid.asBoolean());
        });
    }

    @TestFactory
    Stream<DynamicTest> envelopeIsReadOrRefused() {
        return each(row -> {
            Manifest manifest = manifest(row);
            assertThat(CoreKeys.keyOf(manifest)).isEqualTo(key(row));
            byte[] encoded = hex(row.get("encoded"));
            JsonNode decoded = row.get("decoded");
            if (has(decoded, "error")) {
                assertThatThrownBy(() -> SignatureEnvelope.decode(encoded, manifest.version()))
                        .isInstanceOf(DecodingException.class);
            } else {
                SignatureEnvelope envelope = SignatureEnvelope.decode(encoded, manifest.version());
                assertThat(envelope.patch()).isEqualTo(nodes(decoded.get("patch")));
                assertThat(envelope.proofs())
                        .isEqualTo(rows(decoded.get("proofs"))
                                .map(proof -> proof(proof, manifest.version()))
                                .toList());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> envelopeIsWrittenFromItsParts() {
        return each(row -> {
            if (has(row.get("decoded"), "error")) {
                return;
            }
            Manifest manifest = manifest(row);
            List<PartialSignature> parts =
                    rows(row.get("inputs")).map(input -> part(row, input)).toList();
            assertThat(SignatureEnvelope.of(parts).encode(manifest.version())).isEqualTo(hex(row.get("encoded")));
        });
    }

    @TestFactory
    Stream<DynamicTest> partIsSignedAsRecorded() {
        return each(row -> {
            Manifest manifest = manifest(row);
            for (JsonNode input : row.get("inputs")) {
                int signer = input.get("signer").asInt();
                if (!has(input, "keySeed") && signer < manifest.signers().size()) {
                    Tree tree = RecordedCore.tree(input.get("signedLength").asLong());
                    byte[] signature = TreeSigner.of(key(row), manifest, keyPair(signer))
                            .signRaw(tree.treeHash(), tree.length(), tree.fork());
                    assertThat(signature).isEqualTo(hex(input.get("signature")));
                }
            }
        });
    }

    @Test
    void cutEnvelopeIsNeverValidAndNeverAnError() {
        JsonNode row = CASES.get(0);
        byte[] encoded = hex(row.get("encoded"));
        for (int length = 0; length < encoded.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(encoded, 0, length);
            assertThat(TreeVerifier.verify(
                            key(row),
                            manifest(row),
                            RecordedCore.tree(row.get("length").asLong()),
                            cut))
                    .isFalse();
        }
    }

    @Test
    void prologueNeedsNoSignatureAndNothingShorterIsValid() {
        Tree three = RecordedCore.tree(3);
        Manifest manifest =
                new Manifest(1, false, 0, List.of(), new Manifest.Prologue(three.treeHash(), 3), List.of(), null);
        CoreKey key = CoreKeys.keyOf(manifest);
        ByteBuffer none = ByteBuffer.allocate(0);
        assertThat(TreeVerifier.verify(key, manifest, three, none)).isTrue();
        assertThat(TreeVerifier.verify(key, manifest, RecordedCore.tree(2), none))
                .isFalse();
        assertThat(TreeVerifier.verify(key, manifest, RecordedCore.tree(4), none))
                .isFalse();
    }

    private interface Check {
        void of(JsonNode row);
    }

    private static Stream<DynamicTest> each(Check check) {
        return rows(CASES).map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> check.of(row)));
    }

    private static PartialSignature proof(JsonNode proof, int version) {
        long patch = version == 0
                ? proof.path("patch").path("length").asLong()
                : proof.get("patch").asLong();
        return new PartialSignature(proof.get("signer").asLong(), hex(proof.get("signature")), patch, List.of());
    }

    private static PartialSignature part(JsonNode row, JsonNode input) {
        long agreed = row.get("length").asLong();
        long signed = input.get("signedLength").asLong();
        long signer = position(row, input);
        byte[] signature = hex(input.get("signature"));
        PartialSignature part = PartialSignature.of(signer, signature, agreed, signed, RecordedCore.LOOKUP);
        assertThat(part.nodes()).isEqualTo(has(input, "patchNodes") ? nodes(input.get("patchNodes")) : List.of());
        return part;
    }

    /** The signer that the envelope names: in one case not the one who signed. */
    private static long position(JsonNode row, JsonNode input) {
        int at = rows(row.get("inputs")).toList().indexOf(input);
        return row.get("decoded").get("proofs").get(at).get("signer").asLong();
    }

    private static KeyPair keyPair(int signer) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) (signer + 1));
        return Ed25519.fromSeed(seed);
    }

    private static List<TreeNode> nodes(JsonNode list) {
        return rows(list).map(RecordedCore::node).toList();
    }

    private static Manifest manifest(JsonNode row) {
        return ManifestCodec.decode(hex(row.get("manifest")));
    }

    private static CoreKey key(JsonNode row) {
        return new CoreKey(hash(row.get("key")));
    }
}
