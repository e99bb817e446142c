package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ProtocolException;
import io.corestore.key.KeyPair;
import io.corestore.wire.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class NoiseDhTest {
    static Stream<JsonNode> pairs() {
        return Vectors.stream(Vectors.read("ed25519-dh.json").get("pairs"));
    }

    static Stream<JsonNode> edge() {
        return Vectors.stream(Vectors.read("ed25519-dh.json").get("edge"));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void recordedSecretsAreComputed(JsonNode row) {
        KeyPair local = NoiseDh.keyPair(Vectors.hex(row.get("localSeed")));
        assertThat(local.publicKey().toHex())
                .isEqualTo(row.get("localPublicKey").asString());
        assertThat(Vectors.hex(NoiseDh.shared(local, Vectors.hex(row.get("remotePublicKey")))))
                .isEqualTo(row.get("shared").asString());
    }

    @ParameterizedTest
    @MethodSource("edge")
    void bothSidesOfTheEdge(JsonNode row) {
        KeyPair local = NoiseDh.keyPair(Vectors.hex(row.get("localSeed")));
        byte[] remote = Vectors.hex(row.get("publicKey"));
        if (row.has("error")) {
            assertThatThrownBy(() -> NoiseDh.shared(local, remote)).isInstanceOf(ProtocolException.class);
        } else {
            assertThat(Vectors.hex(NoiseDh.shared(local, remote)))
                    .isEqualTo(row.get("shared").asString());
        }
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        KeyPair local = NoiseDh.keyPair(new byte[32]);
        assertThatThrownBy(() -> NoiseDh.shared(local, new byte[31])).isInstanceOf(ProtocolException.class);
    }
}
