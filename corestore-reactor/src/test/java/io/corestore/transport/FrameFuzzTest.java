package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corestore.error.ProtocolException;
import io.corestore.storage.test.Cost;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Whatever arrives, in whatever pieces, is split into the same frames as when it arrives at once. */
final class FrameFuzzTest {
    private static final int MOST = 5_000_000;
    private static final int LIMIT = 16_777_215;

    /** The first byte is the length of the pieces. */
    @FuzzTest(maxExecutions = MOST, maxDuration = "18m")
    void framesDoNotDependOnPieces(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int piece = 1 + (input[0] & 0xff);
        Cost.check(input.length, () -> assertThat(split(input, piece)).isEqualTo(split(input, input.length)));
    }

    /** The second byte, if it is odd, says that a small limit holds. */
    private static String split(byte[] input, int piece) {
        FrameSplitter splitter = new FrameSplitter(input.length > 1 && (input[1] & 1) == 1 ? 64 : LIMIT);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        int count = 0;
        try {
            for (int at = 1; at < input.length; at += piece) {
                splitter.feed(ByteBuffer.wrap(input, at, Math.min(piece, input.length - at)));
                for (byte[] frame = splitter.next(); frame != null; frame = splitter.next()) {
                    count++;
                    frames.writeBytes(frame);
                }
            }
        } catch (ProtocolException tooLong) {
            return count + " then " + tooLong.getMessage();
        }
        return count + " of " + java.util.HexFormat.of().formatHex(frames.toByteArray());
    }
}
