package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ProtocolException;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.wire.Vectors;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class NoiseHandshakeTest {
    static Stream<JsonNode> recorded() {
        JsonNode ik = Vectors.read("noise-ik.json");
        return Stream.of(
                Vectors.read("noise-xx.json"),
                Vectors.read("noise-xx-payloads.json"),
                ik.get("hyperdht"),
                ik.get("secretStream"));
    }

    static Stream<JsonNode> traced() {
        JsonNode ik = Vectors.read("noise-ik.json");
        return Stream.of(Vectors.read("noise-xx.json"), ik.get("hyperdht"))
                .flatMap(json -> Stream.of(json.get("initiatorTrace"), json.get("responderTrace")))
                .filter(trace -> trace != null);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void everyByteIsReproduced(JsonNode json) {
        NoiseHandshake initiator = side(json, true);
        NoiseHandshake responder = side(json, false);
        for (JsonNode message : json.get("messages")) {
            boolean fromInitiator = message.get("from").asString().equals("initiator");
            byte[] payload = Vectors.hex(message.get("payload"));
            byte[] bytes = (fromInitiator ? initiator : responder).write(payload);
            assertThat(Vectors.hex(bytes)).isEqualTo(message.get("message").asString());
            assertThat((fromInitiator ? responder : initiator).read(bytes)).isEqualTo(payload);
        }
        assertSession(initiator.session(), json, "initiator");
        assertSession(responder.session(), json, "responder");
    }

    @ParameterizedTest
    @MethodSource("traced")
    void everyStepOfTheTraceIsReproduced(JsonNode trace) {
        boolean ik = trace.get(0).get("input").asString().length() > 0;
        NoiseSymmetricState state = new NoiseSymmetricState((ik ? NoisePattern.IK : NoisePattern.XX).protocolName());
        for (JsonNode step : trace) {
            switch (step.get("op").asString()) {
                case "mixHash" -> state.mixHash(Vectors.hex(step.get("input")));
                case "mixKey" -> state.mixKey(Vectors.hex(step.get("dh")));
                case "encryptAndHash" ->
                    assertThat(Vectors.hex(state.encryptAndHash(Vectors.hex(step.get("plaintext")))))
                            .isEqualTo(step.get("ciphertext").asString());
                default ->
                    assertThat(Vectors.hex(state.decryptAndHash(Vectors.hex(step.get("ciphertext")))))
                            .isEqualTo(step.get("plaintext").asString());
            }
            if (step.has("h")) {
                assertThat(Vectors.hex(state.hash())).isEqualTo(step.get("h").asString());
            }
        }
    }

    @Test
    void everyFlippedBitFailsTheHandshake() {
        NoiseHandshake sender = xx(true, 1);
        byte[] first = sender.write();
        byte[] second;
        NoiseHandshake honest = xx(false, 2);
        honest.read(first);
        second = honest.write();
        for (int bit = 0; bit < second.length * 8; bit += 7) {
            byte[] flipped = second.clone();
            flipped[bit >> 3] ^= (byte) (1 << (bit & 7));
            NoiseHandshake initiator = xx(true, 1);
            initiator.write();
            assertThatThrownBy(() -> initiator.read(flipped)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void everyTruncationFailsTheHandshake() {
        byte[] first = xx(true, 1).write();
        for (int length = 0; length < first.length; length++) {
            byte[] cut = Arrays.copyOf(first, length);
            assertThatThrownBy(() -> xx(false, 2).read(cut)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void randomMessagesRaiseOnlyProtocolErrors() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            NoiseHandshake responder = xx(false, 2);
            try {
                responder.read(bytes);
                responder.write();
            } catch (ProtocolException expected) {
                assertThat(expected).hasMessageMatching(".+");
            }
        }
    }

    @Test
    void messagesOutOfTurnAreRefused() {
        assertThatThrownBy(() -> xx(false, 2).write()).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> xx(true, 2).read(new byte[32])).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> xx(true, 2).session()).isInstanceOf(IllegalStateException.class);
    }

    private static NoiseHandshake xx(boolean initiator, int seed) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) seed);
        KeyPair statics = NoiseDh.keyPair(bytes);
        Arrays.fill(bytes, (byte) (seed + 10));
        return NoiseHandshake.xx(initiator, statics, bytes);
    }

    private static NoiseHandshake side(JsonNode json, boolean initiator) {
        String role = initiator ? "initiator" : "responder";
        KeyPair statics = NoiseDh.keyPair(Vectors.hex(json.get(role + "Static").get("seed")));
        byte[] ephemeral = Vectors.hex(json.get(role + "Ephemeral").get("seed"));
        byte[] prologue = Vectors.hex(json.get("prologue"));
        if (json.get("pattern").asString().equals("XX")) {
            return NoiseHandshake.xx(initiator, statics, ephemeral);
        }
        Hash responder =
                Hash.fromHex(json.get("responderStatic").get("publicKey").asString());
        return initiator
                ? NoiseHandshake.ikInitiator(statics, ephemeral, prologue, responder)
                : NoiseHandshake.ikResponder(statics, ephemeral, prologue);
    }

    private static void assertSession(NoiseSession session, JsonNode json, String role) {
        assertThat(Vectors.hex(session.handshakeHash()))
                .isEqualTo(json.get("handshakeHash").asString());
        assertThat(Vectors.hex(session.sendKey()))
                .isEqualTo(json.get(role + "Tx").asString());
        assertThat(Vectors.hex(session.receiveKey()))
                .isEqualTo(json.get(role + "Rx").asString());
        assertThat(session.remoteKey().toHex())
                .isEqualTo(json.get(role + "RemoteStatic").asString());
    }
}
