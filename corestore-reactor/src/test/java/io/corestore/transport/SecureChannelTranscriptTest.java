package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.crypto.NoiseDh;
import io.corestore.crypto.SecretStream;
import io.corestore.message.Message;
import io.corestore.wire.FrameDecoder;
import io.corestore.wire.Vectors;
import io.corestore.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Recorded sessions of real peers, from their seeds alone: every byte of both sides. */
class SecureChannelTranscriptTest {
    static Stream<String> files() {
        return Stream.concat(Stream.of("secret-stream-session.json"), Vectors.TRANSCRIPTS.stream());
    }

    @ParameterizedTest
    @MethodSource("files")
    void handshakesAndHeadersAreReproducedByteForByte(String file) {
        JsonNode json = Vectors.read(file);
        for (boolean initiator : new boolean[] {true, false}) {
            ChannelHandshake handshake = new ChannelHandshake(initiator, options(json, initiator));
            List<ChannelStep> steps = new ArrayList<>(handshake.start());
            theirFrames(json, initiator)
                    .limit(initiator ? 1 : 2)
                    .forEach(frame -> steps.addAll(handshake.receive(ByteBuffer.wrap(frame))));
            ByteBuffer ours = ByteBuffer.allocate(1024);
            steps.forEach(step -> ours.put(bytes(step)));
            byte[] recorded = concat(ourFrames(json, initiator).limit(initiator ? 3 : 2));
            assertThat(Vectors.hex(Arrays.copyOf(ours.array(), ours.position())))
                    .isEqualTo(Vectors.hex(recorded));
            assertThat(Vectors.hex(connected(steps).link().handshakeHash()))
                    .isEqualTo(json.get("session").get("handshakeHash").asString());
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void dataFramesAreOpenedAndSealedAgainByteForByte(String file) {
        JsonNode json = Vectors.read(file);
        for (String side : List.of("initiator", "responder")) {
            JsonNode key = json.get("session")
                    .get(side.equals("initiator") ? "initiatorToResponderKey" : "responderToInitiatorKey");
            byte[] header = header(json, side);
            SecretStream pull = SecretStream.of(Vectors.hex(key), header);
            SecretStream push = SecretStream.of(Vectors.hex(key), header);
            frames(json, side).filter(frame -> frame.has("plaintext")).forEach(frame -> {
                byte[] wire = Vectors.hex(frame.get("wire"));
                byte[] opened = wire.clone();
                assertThat(pull.pull(opened, 3, wire.length - 3)).isZero();
                assertThat(Vectors.hex(Arrays.copyOfRange(opened, 4, wire.length - 16)))
                        .isEqualTo(frame.get("plaintext").asString());
                byte[] sealed = opened.clone();
                push.push(sealed, 3, wire.length - 3 - SecretStream.OVERHEAD);
                assertThat(sealed).isEqualTo(wire);
            });
        }
    }

    static Stream<String> muxed() {
        return Vectors.TRANSCRIPTS.stream();
    }

    @ParameterizedTest
    @MethodSource("muxed")
    void aWholeSessionIsRead(String file) {
        JsonNode json = Vectors.read(file);
        for (boolean initiator : new boolean[] {true, false}) {
            ChannelHandshake handshake = new ChannelHandshake(initiator, options(json, initiator));
            handshake.start();
            List<Message> messages = new ArrayList<>();
            byte[] all = concat(theirFrames(json, initiator));
            for (int at = 0; at < all.length; at += 13) {
                ByteBuffer chunk = ByteBuffer.wrap(all, at, Math.min(13, all.length - at));
                for (ChannelStep step : handshake.receive(chunk)) {
                    if (step instanceof ChannelStep.Received received) {
                        received.messages().forEach(messages::add);
                    }
                }
            }
            FrameDecoder decoder = new FrameDecoder(WireLimits.DEFAULT);
            List<Message> expected = new ArrayList<>();
            frames(json, initiator ? "responder" : "initiator")
                    .filter(frame -> frame.has("plaintext"))
                    .forEach(frame -> expected.addAll(decoder.decode(Vectors.hex(frame.get("plaintext")))));
            assertThat(messages).isEqualTo(expected);
        }
    }

    private static SecureOptions options(JsonNode json, boolean initiator) {
        String side = initiator ? "initiator" : "responder";
        JsonNode session = json.get("session").get(side);
        Deque<byte[]> random = new ArrayDeque<>(List.of(Vectors.hex(session.get("ephemeralSeed")), header(json, side)));
        return SecureOptions.defaults()
                .withKeyPair(NoiseDh.keyPair(Vectors.hex(session.get("staticSeed"))))
                .withRandom(length -> random.remove());
    }

    private static byte[] header(JsonNode json, String side) {
        return frames(json, side)
                .filter(frame -> frame.get("kind").asString().equals("header"))
                .map(frame -> Vectors.hex(frame.get("header")))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<byte[]> ourFrames(JsonNode json, boolean initiator) {
        return frames(json, initiator ? "initiator" : "responder").map(frame -> Vectors.hex(frame.get("wire")));
    }

    private static Stream<byte[]> theirFrames(JsonNode json, boolean initiator) {
        return ourFrames(json, !initiator);
    }

    private static Stream<JsonNode> frames(JsonNode json, String side) {
        return Vectors.stream(json.get("frames"))
                .filter(frame -> frame.get("from").asString().equals(side) && frame.has("wire"));
    }

    private static byte[] bytes(ChannelStep step) {
        if (step instanceof ChannelStep.Reply reply) {
            return reply.bytes().array();
        }
        return step instanceof ChannelStep.Connected connected
                ? connected.bytes().array()
                : new byte[0];
    }

    private static ChannelStep.Connected connected(List<ChannelStep> steps) {
        return steps.stream()
                .filter(step -> step instanceof ChannelStep.Connected)
                .map(step -> (ChannelStep.Connected) step)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] concat(Stream<byte[]> parts) {
        return parts.reduce(new byte[0], (head, tail) -> {
            byte[] whole = Arrays.copyOf(head, head.length + tail.length);
            System.arraycopy(tail, 0, whole, head.length, tail.length);
            return whole;
        });
    }
}
