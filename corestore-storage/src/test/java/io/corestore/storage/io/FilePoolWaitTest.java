package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who wants to open or close a file waits for those who use one. */
final class FilePoolWaitTest {
    private static final long SOON = 20;
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final FilePool pool = new FilePool(1);
    private final FunctionVolume volume = new FunctionVolume(name -> new SlowFile());
    private final PooledFile slow = pool.file(volume, "slow");

    @Test
    void aFileIsClosedOnceNobodyReadsIt() throws Exception {
        whileItIsRead(slow::close);

        assertThat(pool.openFiles()).isZero();
    }

    @Test
    void whoFindsAllFilesInUseWaits() throws Exception {
        PooledFile other = pool.file(volume, "other");
        whileItIsRead(other::size);

        assertThat(pool.openFiles()).isOne();
        other.close();
        slow.close();
        assertThat(pool.openFiles()).isZero();
    }

    private void whileItIsRead(Runnable waiting) throws Exception {
        CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(() -> slow.read(0, ByteBuffer.allocate(1)));
        assertThat(reading.await(SOON, TimeUnit.SECONDS)).isTrue();
        Thread waiter = new Thread(waiting);
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(read).isNotDone();
        mayEnd.countDown();

        assertThat(read.get(SOON, TimeUnit.SECONDS)).isTrue();
        waiter.join(TimeUnit.SECONDS.toMillis(SOON));
        assertThat(waiter.getState()).isEqualTo(Thread.State.TERMINATED);
    }

    private final class SlowFile implements RandomAccess {
        @Override
        public void read(long position, ByteBuffer target) {
            reading.countDown();
            try {
                assertThat(mayEnd.await(SOON, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(long position, ByteBuffer source) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sync() {}

        @Override
        public void truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public void close() {}
    }
}
