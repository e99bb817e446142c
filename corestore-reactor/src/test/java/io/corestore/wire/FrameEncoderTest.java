package io.corestore.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Cancel;
import io.corestore.message.Message.Close;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.OpenOther;
import io.corestore.message.Message.Reject;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameEncoderTest {
    private final FrameEncoder encoder = new FrameEncoder();

    @Test
    void nothingMakesNoFrame() {
        assertThat(encoder.pack(List.of())).isEmpty();
    }

    @Test
    void oneMessageIsAPlainFrame() {
        assertThat(hex(List.of(new Cancel(1, 5)))).containsExactly("010205");
        assertThat(hex(List.of(new Close(300)))).containsExactly("0003fd2c01");
    }

    @Test
    void theChannelIsNamedOnlyWhereItChanges() {
        List<Message> messages = List.of(
                new Cancel(1, 5),
                new Cancel(1, 6),
                new Cancel(2, 7),
                new OpenOther(3, "r"),
                new Reject(4),
                new Cancel(1, 8));
        assertThat(hex(messages))
                .containsExactly("0000" + "01" + "020205" + "020206" + "0002" + "020207" + "0000" + "0501030172" + "00"
                        + "020204" + "0001" + "020208");
    }

    @Test
    void aBatchEndsOnceItHas8MiB() {
        List<Message> messages = Collections.nCopies(20, block(1 << 20));
        List<FrameEncoder.Frame> frames = encoder.pack(messages);
        assertThat(frames).hasSize(3);
        assertThat(frames.get(0).size()).isBetween(8 << 20, (8 << 20) + (1 << 10));
    }

    @Test
    void noFrameExceedsTheLimit() {
        List<Message> messages = List.of(block(7 << 20), block(15 << 20), block(1 << 20), new Cancel(1, 1));
        assertThat(encoder.pack(messages))
                .hasSize(3)
                .allSatisfy(frame -> assertThat(frame.size()).isLessThanOrEqualTo(FrameEncoder.MAX_FRAME));
    }

    @Test
    void aMessageThatFitsNoFrameIsRefused() {
        assertThatThrownBy(() -> encoder.pack(List.of(block(1 << 24))).get(0).size())
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void theLargestMessageFits() {
        int overhead = 1 + 1 + 1 + 1 + 1 + 1 + 5 + 1;
        Data largest = block(FrameEncoder.MAX_FRAME - overhead);
        assertThat(WireBytes.frames(encoder, List.of(largest)).get(0)).hasSize(FrameEncoder.MAX_FRAME);
    }

    @Test
    void manySmallMessagesMakeOneFrame() {
        List<Message> messages = IntStream.range(0, 100_000)
                .<Message>mapToObj(i -> new Cancel(1, i))
                .toList();
        assertThat(encoder.pack(messages)).hasSize(1);
    }

    private static Data block(int bytes) {
        ByteBuffer value = ByteBuffer.allocate(bytes);
        return new Data(1, 1, 0, new BlockPart(0, value, List.of()), null, null, null, null);
    }

    private List<String> hex(List<Message> messages) {
        return WireBytes.frames(encoder, messages).stream().map(Vectors::hex).toList();
    }
}
