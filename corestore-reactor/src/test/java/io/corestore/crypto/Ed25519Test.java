package io.corestore.crypto;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.VectorFile;
import io.corestore.key.KeyPair;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every row of {@code ed25519-sign.json}. */
class Ed25519Test {
    private static final JsonNode VECTORS = VectorFile.read("ed25519-sign");

    @TestFactory
    Stream<DynamicTest> keyPairFollowsFromSeed() {
        return rows(VECTORS.get("keyPairs"))
                .map(row -> DynamicTest.dynamicTest(row.get("seed").asString(), () -> {
                    KeyPair pair = Ed25519.fromSeed(hex(row.get("seed")));
                    assertThat(pair.publicKey()).isEqualTo(hash(row.get("publicKey")));
                    assertThat(pair.secretKey()).isEqualTo(hex(row.get("secretKey")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> signatureIsTheRecordedOneAndValid() {
        return rows(VECTORS.get("keyPairs"))
                .flatMap(pair -> rows(pair.get("signatures"))
                        .map(row -> DynamicTest.dynamicTest(
                                pair.get("seed").asString().substring(0, 8) + " "
                                        + row.get("message").asString(),
                                () -> checkSignature(pair, row))));
    }

    @TestFactory
    Stream<DynamicTest> verdictIsLibsodiums() {
        return rows(VECTORS.get("verify"))
                .map(row -> DynamicTest.dynamicTest(row.get("case").asString(), () -> {
                    for (int repeated = 0; repeated < 2; repeated++) {
                        assertThat(Ed25519.verify(
                                        hash(row.get("publicKey")), hex(row.get("signature")), hex(row.get("message"))))
                                .isEqualTo(row.get("accepted").asBoolean());
                    }
                }));
    }

    @Test
    void anyFlippedBitIsRefused() {
        KeyPair pair = Ed25519.fromSeed(new byte[32]);
        byte[] message = {1, 2, 3};
        byte[] signature = Ed25519.sign(pair, message);
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Ed25519.verify(pair.publicKey(), flipped, message)).isFalse();
        }
    }

    @Test
    void signatureOfAnotherLengthIsRefused() {
        KeyPair pair = Ed25519.fromSeed(new byte[32]);
        assertThat(Ed25519.verify(pair.publicKey(), new byte[0], new byte[0])).isFalse();
        assertThat(Ed25519.verify(pair.publicKey(), new byte[65], new byte[0])).isFalse();
    }

    @Test
    void pairWithoutSecretDoesNotSign() {
        KeyPair pair = KeyPair.publicOnly(Ed25519.fromSeed(new byte[32]).publicKey());
        assertThatThrownBy(() -> Ed25519.sign(pair, new byte[0])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Ed25519.fromSeed(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    private static void checkSignature(JsonNode pair, JsonNode row) {
        KeyPair keyPair = Ed25519.fromSeed(hex(pair.get("seed")));
        byte[] message = hex(row.get("message"));
        byte[] signature = Ed25519.sign(keyPair, message);
        assertThat(signature).isEqualTo(hex(row.get("signature")));
        assertThat(Ed25519.verify(keyPair.publicKey(), signature, message)).isTrue();
    }
}
