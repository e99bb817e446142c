package io.corestore.crypto;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.ManifestCodec;
import io.corestore.encoding.VectorFile;
import io.corestore.key.CoreKey;
import io.corestore.key.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Capabilities, discovery keys, and the keys of {@code core-manifests.json} and {@code core-constants.json}. */
class CoreKeysTest {
    private static final JsonNode CONSTANTS = VectorFile.read("core-constants");
    private static final JsonNode MANIFESTS = VectorFile.read("core-manifests");

    @TestFactory
    Stream<DynamicTest> capabilityOfEitherSide() {
        return rows(VectorFile.read("capability").get("cases"))
                .map(row -> DynamicTest.dynamicTest(row.get("coreKey").asString(), () -> {
                    CoreKey key = new CoreKey(hash(row.get("coreKey")));
                    byte[] handshake = hex(row.get("handshakeHash"));
                    assertThat(CoreKeys.discoveryKey(key).hash()).isEqualTo(hash(row.get("discoveryKey")));
                    assertThat(CoreKeys.capability(key, handshake, true)).isEqualTo(hash(row.get("initiator")));
                    assertThat(CoreKeys.capability(key, handshake, false)).isEqualTo(hash(row.get("responder")));
                }));
    }

    @Test
    void capabilityOfTheDataModel() {
        JsonNode row = CONSTANTS.get("capability");
        CoreKey key = new CoreKey(hash(row.get("key")));
        byte[] handshake = hex(row.get("handshakeHash"));
        assertThat(CoreKeys.capability(key, handshake, true)).isEqualTo(hash(row.get("sentByInitiator")));
        assertThat(CoreKeys.capability(key, handshake, false)).isEqualTo(hash(row.get("sentByResponder")));
    }

    @TestFactory
    Stream<DynamicTest> discoveryKeyOfAKey() {
        return Stream.concat(
                        rows(CONSTANTS.get("discoveryKeys")),
                        rows(VectorFile.read("hashing").get("discoveryKeys")))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("key").asString(),
                        () -> assertThat(CoreKeys.discoveryKey(new CoreKey(hash(row.get("key"))))
                                        .hash())
                                .isEqualTo(hash(row.get("discoveryKey")))));
    }

    @TestFactory
    Stream<DynamicTest> keyPairsOfTheDataModel() {
        return rows(CONSTANTS.get("keyPairs"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("seed").asString(),
                        () -> assertThat(Ed25519.fromSeed(hex(row.get("seed"))).secretKey())
                                .isEqualTo(hex(row.get("secretKey")))));
    }

    @TestFactory
    Stream<DynamicTest> keyOfAManifest() {
        return rows(MANIFESTS.get("manifests"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    Manifest manifest = ManifestCodec.decode(hex(row.get("encoded")));
                    CoreKey key = new CoreKey(hash(row.get("key")));
                    assertThat(CoreKeys.keyOf(manifest)).isEqualTo(key);
                    assertThat(CoreKeys.belongs(manifest, key)).isTrue();
                    assertThat(CoreKeys.belongs(manifest, CoreKey.of(new byte[32])))
                            .isFalse();
                }));
    }

    @Test
    void publicKeyIsTheKeyOfACompatCore() {
        CoreKey key = new CoreKey(hash(MANIFESTS.get("compatKey").get("key")));
        assertThat(CoreKeys.belongs(Manifest.single(1, key.hash()), key)).isTrue();
    }

    @Test
    void publicKeyAloneMeansTheDefaultManifest() {
        JsonNode row = MANIFESTS.get("keyFromPublicKey");
        assertThat(CoreKeys.keyOf(Manifest.single(1, hash(row.get("publicKey"))))
                        .hash())
                .isEqualTo(hash(row.get("v11")));
    }
}
