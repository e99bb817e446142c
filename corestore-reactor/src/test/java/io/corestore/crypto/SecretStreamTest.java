package io.corestore.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ProtocolException;
import io.corestore.wire.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class SecretStreamTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] HEADER = new byte[24];

    static Stream<JsonNode> sequences() {
        return Vectors.stream(Vectors.read("secretstream.json").get("sequences"));
    }

    @ParameterizedTest
    @MethodSource("sequences")
    void recordedMessagesAreSealedAndOpened(JsonNode sequence) {
        SecretStream push = stream(sequence);
        SecretStream pull = stream(sequence);
        assertState(push, sequence.get("stateAfterInit"));
        if (sequence.has("stateForced")) {
            push.state(state(sequence.get("stateForced")));
            pull.state(state(sequence.get("stateForced")));
        }
        for (JsonNode step : sequence.get("steps")) {
            if (step.get("op").asString().contains("rekey")) {
                push.rekey();
                pull.rekey();
            } else {
                assertStep(push, pull, step);
            }
            if (step.has("stateAfter")) {
                assertState(push, step.get("stateAfter"));
                assertState(pull, step.get("stateAfter"));
            }
        }
    }

    private static void assertStep(SecretStream push, SecretStream pull, JsonNode step) {
        byte[] associated = Vectors.hex(step.get("ad"));
        byte[] plaintext = Vectors.hex(step.get("plaintext"));
        byte[] buffer = new byte[3 + plaintext.length + SecretStream.OVERHEAD];
        System.arraycopy(plaintext, 0, buffer, 4, plaintext.length);
        push.push(step.get("tag").asInt(), associated, buffer, 3, plaintext.length);
        byte[] sealed = Arrays.copyOfRange(buffer, 3, buffer.length);
        assertThat(Vectors.hex(sealed)).isEqualTo(step.get("ciphertext").asString());
        assertThat(pull.pull(associated, sealed, 0, sealed.length))
                .isEqualTo(step.get("tag").asInt());
        assertThat(Arrays.copyOfRange(sealed, 1, 1 + plaintext.length)).isEqualTo(plaintext);
    }

    @Test
    void aRefusedMessageChangesNothing() {
        JsonNode vectors = Vectors.read("secretstream.json");
        JsonNode sequence = vectors.get("sequences").get(0);
        SecretStream pull = stream(sequence);
        for (JsonNode row : vectors.get("rejected")) {
            byte[] before = pull.state();
            byte[] forged = Vectors.hex(row.get("ciphertext"));
            byte[] given = forged.clone();
            assertThatThrownBy(() -> pull.pull(given, 0, given.length)).isInstanceOf(ProtocolException.class);
            assertThat(pull.state()).isEqualTo(before);
            assertThat(given).isEqualTo(forged);
        }
        byte[] genuine = Vectors.hex(sequence.get("steps").get(0).get("ciphertext"));
        assertThat(pull.pull(genuine, 0, genuine.length)).isZero();
        assertThat(new String(genuine, 1, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("hello");
    }

    @Test
    void aReplayedMessageIsRefused() {
        SecretStream pull = SecretStream.of(KEY, HEADER);
        byte[] sealed = seal(SecretStream.of(KEY, HEADER), 10);
        pull.pull(sealed.clone(), 0, sealed.length);
        assertThatThrownBy(() -> pull.pull(sealed.clone(), 0, sealed.length)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void whatIsTooShortIsRefused() {
        for (int length = 0; length < SecretStream.OVERHEAD; length++) {
            byte[] bytes = new byte[length];
            assertThatThrownBy(() -> SecretStream.of(KEY, HEADER).pull(bytes, 0, bytes.length))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void anyLengthComesBack() {
        SecretStream push = SecretStream.of(KEY, HEADER);
        SecretStream pull = SecretStream.of(KEY, HEADER);
        IntStream.concat(IntStream.range(0, 300), IntStream.of(1023, 1024, 65_535, 65_536, 1_000_003))
                .forEach(length -> {
                    byte[] sealed = seal(push, length);
                    pull.pull(sealed, 0, sealed.length);
                    byte[] expected = new byte[length];
                    Arrays.fill(expected, (byte) 7);
                    assertThat(Arrays.copyOfRange(sealed, 1, 1 + length)).isEqualTo(expected);
                });
    }

    @Test
    void streamIdsAreDerivedFromTheHandshake() {
        JsonNode json = Vectors.read("secret-stream-derived.json");
        byte[] handshakeHash = Vectors.hex(json.get("handshakeHash"));
        assertThat(SecretStreamId.of(handshakeHash, true).toHex())
                .isEqualTo(json.get("streamIds").get("initiator").asString());
        assertThat(SecretStreamId.of(handshakeHash, false).toHex())
                .isEqualTo(json.get("streamIds").get("responder").asString());
    }

    private static byte[] seal(SecretStream push, int length) {
        byte[] buffer = new byte[length + SecretStream.OVERHEAD];
        Arrays.fill(buffer, 1, 1 + length, (byte) 7);
        push.push(buffer, 0, length);
        return buffer;
    }

    private static SecretStream stream(JsonNode sequence) {
        return SecretStream.of(Vectors.hex(sequence.get("key")), Vectors.hex(sequence.get("header")));
    }

    private static byte[] state(JsonNode json) {
        return Vectors.hex(json.get("k").asString() + json.get("nonce").asString());
    }

    private static void assertState(SecretStream stream, JsonNode json) {
        assertThat(Vectors.hex(stream.state())).isEqualTo(Vectors.hex(state(json)));
    }
}
