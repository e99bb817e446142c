package io.corestore.encoding;

import static io.corestore.encoding.VectorFile.has;
import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.DecodingException;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.key.Manifest.Prologue;
import io.corestore.key.Manifest.Signer;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * The manifests and rejected encodings of {@code core-manifests.json}. The rejected inputs are what JavaScript allows to
 * be written down; the types of {@link Manifest} do not.
 */
class ManifestCodecTest {
    private static final JsonNode VECTORS = VectorFile.read("core-manifests");

    @TestFactory
    Stream<DynamicTest> manifestIsWrittenAndRead() {
        return rows(VECTORS.get("manifests"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    byte[] encoded = hex(row.get("encoded"));
                    assertThat(ManifestCodec.encode(manifest(row.get("manifest"))))
                            .isEqualTo(encoded);
                    assertThat(ManifestCodec.decode(encoded)).isEqualTo(manifest(row.get("decoded")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> badEncodingIsRefused() {
        return rows(VECTORS.get("rejectedEncodings"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    String message = row.get("v11").asString().replaceFirst("^Error\\|", "");
                    assertThatThrownBy(() -> ManifestCodec.decode(hex(row.get("encoded"))))
                            .isInstanceOf(DecodingException.class)
                            .hasMessage(message);
                }));
    }

    @TestFactory
    Stream<DynamicTest> cutEncodingIsRefused() {
        return rows(VECTORS.get("manifests"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    byte[] encoded = hex(row.get("encoded"));
                    for (int length = 0; length < encoded.length; length++) {
                        CompactReader cut = CompactReader.of(encoded, 0, length);
                        assertThatThrownBy(() -> ManifestCodec.decode(cut)).isInstanceOf(DecodingException.class);
                    }
                }));
    }

    private static Manifest manifest(JsonNode json) {
        JsonNode prologue = json.get("prologue");
        List<Signer> signers = rows(json.get("signers"))
                .map(signer -> new Signer(hash(signer.get("namespace")), hash(signer.get("publicKey"))))
                .toList();
        List<Hash> linked = has(json, "linked")
                ? rows(json.get("linked")).map(VectorFile::hash).toList()
                : List.of();
        return new Manifest(
                json.get("version").asInt(),
                json.get("allowPatch").asBoolean(),
                json.get("quorum").asInt(),
                signers,
                has(json, "prologue")
                        ? new Prologue(
                                hash(prologue.get("hash")),
                                prologue.get("length").asLong())
                        : null,
                linked,
                has(json, "userData") ? ByteBuffer.wrap(hex(json.get("userData"))) : null);
    }
}
