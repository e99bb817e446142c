package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.CorestoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Every frame of protomux-frames.json through the multiplexer's layer, which knows no protocol. */
class ProtomuxFramesTest {
    /** Frames whose entries cannot be read at all; other fatal scenarios are for the layers above. */
    private static final Set<String> MALFORMED = Set.of("raw-one-byte-frame", "raw-batch-no-channel");

    /** Frames that no writer would make: clipped, nested, empty or longer than needed. */
    private static final Set<String> NOT_CANONICAL =
            Set.of("raw-batch-truncated", "raw-batch-nested", "raw-batch-empty", "raw-nonminimal");

    record Entry(long channel, long type, ByteBuffer body) {}

    record Frame(String scenario, String hex) {
        @Override
        public String toString() {
            return scenario + " " + hex;
        }
    }

    static Stream<Frame> frames() {
        return all().filter(frame -> !isMalformed(frame));
    }

    static Stream<Frame> malformed() {
        return all().filter(ProtomuxFramesTest::isMalformed);
    }

    static Stream<Frame> canonical() {
        return frames().filter(frame -> !NOT_CANONICAL.contains(frame.scenario));
    }

    private static boolean isMalformed(Frame frame) {
        return MALFORMED.contains(frame.scenario) && frame.hex.length() <= 4;
    }

    private static Stream<Frame> all() {
        return Vectors.stream(Vectors.read("protomux-frames.json").get("scenarios"))
                .flatMap(scenario -> Vectors.stream(scenario.get("log"))
                        .filter(line -> line.has("plaintext"))
                        .map(line -> frame(scenario, line)));
    }

    private static Frame frame(JsonNode scenario, JsonNode line) {
        return new Frame(scenario.get("name").asString(), line.get("plaintext").asString());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isTakenApart(Frame frame) {
        byte[] bytes = Vectors.hex(frame.hex);
        if (bytes.length == 0 || frame.scenario.equals("raw-batch-empty") && frame.hex.equals("000001")) {
            assertThat(entries(bytes)).isEmpty();
        } else {
            assertThat(entries(bytes)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void isRefused(Frame frame) {
        assertThatThrownBy(() -> entries(Vectors.hex(frame.hex))).isInstanceOf(CorestoreException.class);
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void isPutTogetherAgainByteForByte(Frame frame) {
        byte[] bytes = Vectors.hex(frame.hex);
        assertThat(Vectors.hex(rewritten(bytes))).isEqualTo(frame.hex);
    }

    /** What never may happen, whatever the protocol of the channels is: an error of another kind. */
    @ParameterizedTest
    @MethodSource("all")
    void raisesOnlyTypedErrorsInTheMessageDecoder(Frame frame) {
        try {
            new FrameDecoder(WireLimits.DEFAULT).decode(Vectors.hex(frame.hex));
        } catch (CorestoreException expected) {
            assertThat(expected).hasMessageMatching(".+");
        }
    }

    static byte[] rewritten(byte[] frame) {
        CompactWriter out = new CompactWriter(frame.length);
        boolean batch = frame.length > 1 && frame[0] == 0 && frame[1] == 0;
        List<Entry> entries = entries(frame);
        if (entries.isEmpty()) {
            return out.toBytes();
        }
        MuxWriter mux = batch ? MuxWriter.batch(out) : MuxWriter.plain(out);
        entries.forEach(entry ->
                mux.entry(entry.channel, entry.type, entry.body.remaining()).fixed(entry.body));
        return out.toBytes();
    }

    static List<Entry> entries(byte[] frame) {
        MuxReader mux = MuxReader.of(frame, 0, frame.length);
        List<Entry> entries = new ArrayList<>();
        while (mux.next()) {
            CompactReader body = mux.body();
            entries.add(new Entry(mux.channel(), mux.type(), body.raw()));
        }
        return entries;
    }
}
