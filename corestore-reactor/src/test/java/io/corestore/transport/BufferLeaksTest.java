package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

class BufferLeaksTest {
    @Test
    void aBufferThatIsNotReleasedIsFound() throws InterruptedException {
        BufferLeaks.watch();
        BufferLeaks.found();
        lose();
        assertThat(BufferLeaks.found()).hasSize(1);
        assertThat(BufferLeaks.found()).isEmpty();
    }

    private static void lose() {
        ByteBufAllocator.DEFAULT.buffer(100).writeByte(1);
    }
}
