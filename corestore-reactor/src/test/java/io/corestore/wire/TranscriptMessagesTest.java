package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.message.Message;
import io.corestore.message.Message.NoData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What real peers of both versions said, read completely and written again byte for byte. */
class TranscriptMessagesTest {
    static final List<String> TRANSCRIPTS = Vectors.TRANSCRIPTS;

    @ParameterizedTest
    @FieldSource("TRANSCRIPTS")
    void muxFramesAreTheSameWhenWrittenAgain(String file) {
        List<String> frames = Stream.of("initiator", "responder")
                .flatMap(side -> frames(file, side))
                .toList();
        assertThat(frames)
                .hasSizeGreaterThan(10)
                .allSatisfy(hex -> assertThat(Vectors.hex(ProtomuxFramesTest.rewritten(Vectors.hex(hex))))
                        .isEqualTo(hex));
    }

    @ParameterizedTest
    @FieldSource("TRANSCRIPTS")
    void everyEntryIsAMessageThatEncodesToTheSameBody(String file) {
        for (String side : List.of("initiator", "responder")) {
            FrameDecoder decoder = new FrameDecoder(WireLimits.DEFAULT);
            frames(file, side).forEach(hex -> {
                byte[] frame = Vectors.hex(hex);
                assertThat(decoder.decode(frame)).hasSameSizeAs(ProtomuxFramesTest.entries(frame));
            });
        }
        Stream.of("initiator", "responder")
                .flatMap(side -> frames(file, side))
                .flatMap(hex -> ProtomuxFramesTest.entries(Vectors.hex(hex)).stream())
                .filter(entry -> entry.channel() > 0)
                .forEach(entry -> encodesToTheSame((int) entry.type(), bytes(entry.body())));
    }

    @ParameterizedTest
    @FieldSource("TRANSCRIPTS")
    void messagesSurviveOurOwnFrames(String file) {
        for (String side : List.of("initiator", "responder")) {
            FrameDecoder theirs = new FrameDecoder(WireLimits.DEFAULT);
            List<Message> said = new ArrayList<>();
            frames(file, side).forEach(hex -> said.addAll(theirs.decode(Vectors.hex(hex))));
            FrameDecoder ours = new FrameDecoder(WireLimits.DEFAULT);
            List<byte[]> frames = WireBytes.frames(new FrameEncoder(), said);
            assertThat(frames).hasSize(1);
            assertThat(ours.decode(frames.get(0))).isEqualTo(said);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core-transcript-basic.json", "core-transcripts.json"})
    void payloadsAreReadWithoutLeftovers(String file) {
        List<JsonNode> payloads = Vectors.stream(Vectors.read(file).get("sessions"))
                .flatMap(session -> Vectors.stream(session.get("log")))
                .filter(line -> line.hasNonNull("payload"))
                .toList();
        assertThat(payloads).hasSizeGreaterThan(50);
        payloads.forEach(line -> encodesToTheSame(line.get("type").asInt(), Vectors.hex(line.get("payload"))));
    }

    private static void encodesToTheSame(int type, byte[] body) {
        Message message = WireBytes.message(type, body);
        String again = Vectors.hex(WireBytes.body(message));
        if (message instanceof NoData) {
            assertThat(again).startsWith(Vectors.hex(body)); // version 10 leaves the flags out
        } else {
            assertThat(again).isEqualTo(Vectors.hex(body));
        }
    }

    private static Stream<String> frames(String file, String side) {
        return Vectors.stream(Vectors.read(file).get("frames"))
                .filter(frame -> frame.get("from").asString().equals(side) && frame.has("plaintext"))
                .map(frame -> frame.get("plaintext").asString());
    }

    private static byte[] bytes(java.nio.ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}
