package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameSplitterTest {
    private final FrameSplitter splitter = new FrameSplitter(1 << 20);

    @Test
    void framesAreFoundWhateverTheCut() {
        byte[] wire = {2, 0, 0, 10, 11, 0, 0, 0, 1, 0, 0, 12};
        for (int size = 1; size <= wire.length; size++) {
            StringBuilder found = new StringBuilder();
            for (int at = 0; at < wire.length; at += size) {
                splitter.feed(ByteBuffer.wrap(wire, at, Math.min(size, wire.length - at)));
                for (byte[] frame = splitter.next(); frame != null; frame = splitter.next()) {
                    found.append(java.util.Arrays.toString(frame));
                }
            }
            assertThat(found).hasToString("[10, 11][][12]");
        }
    }

    @Test
    void aLengthAboveTheLimitIsRefusedBeforeItsBytes() {
        splitter.feed(ByteBuffer.wrap(new byte[] {1, 0, 16}));
        assertThatThrownBy(splitter::next).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anAnnouncementTakesNoMemory() {
        long before = used();
        FrameSplitter[] splitters = new FrameSplitter[1_000];
        for (int i = 0; i < splitters.length; i++) {
            splitters[i] = new FrameSplitter(SecureOptions.MAX_FRAME);
            splitters[i].feed(ByteBuffer.wrap(new byte[] {-1, -1, -1, 7}));
            assertThat(splitters[i].next()).isNull();
        }
        assertThat(used() - before).isLessThan(16 << 20);
        assertThat(splitters).hasSize(1_000);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
