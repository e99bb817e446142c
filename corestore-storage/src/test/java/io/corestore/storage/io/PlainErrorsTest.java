package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ClosedException;
import io.corestore.error.StorageFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of errors of the operating system, and of files that say one thing and do another. */
final class PlainErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void anErrorNamesTheFileAndTheReason() {
        assertThat(IoErrors.failure("read", "data", new IOException("disk on fire")))
                .hasMessage("cannot read data: disk on fire");
        assertThat(IoErrors.failure("read", "data", new AccessDeniedException("data", null, "not yours")))
                .hasMessage("cannot read data: not yours");
        assertThat(IoErrors.failure("read", "data", new ClosedChannelException()))
                .hasMessage("cannot read data: ClosedChannelException");
    }

    @Test
    void aChannelThatIsClosedIsAnIoError() throws IOException {
        AsyncFile file =
                AsyncFile.open(folder.resolve("file"), Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE));
        file.close();

        assertThatThrownBy(() -> file.write(0, ByteBuffer.allocate(1))).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void aFileThatIsLockedHereIsNotLockedAgain() throws IOException {
        Path path = folder.resolve("file");
        try (AsyncFile one = AsyncFile.open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE));
                AsyncFile other = AsyncFile.open(path, Set.of(StandardOpenOption.WRITE))) {
            assertThat(one.tryLock()).isNotNull();
            assertThat(other.tryLock()).isNull();
        }
    }

    @Test
    void aFileTooLargeForAnArrayIsNotReadAtOnce() {
        PooledFile file = file(new OneFile(1L << 31, 0));

        assertThatThrownBy(file::readAll)
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("too large")
                .hasMessageContaining("data");
    }

    @Test
    void aFileThatEndsWhileItIsReadIsReadAsFarAsItGoes() {
        assertThat(file(new OneFile(10, 4)).readAll()).hasSize(4);
        assertThat(file(new OneFile(10, 10)).readAll()).hasSize(10);
    }

    @Test
    void afterASyncThatFailedNoneSucceeds() {
        OneFile broken = new OneFile(10, 10);
        PooledFile file = file(broken);
        file.write(0, ByteBuffer.allocate(1));
        broken.failing = true;
        assertThatThrownBy(file::sync).isInstanceOf(StorageFailedException.class);
        broken.failing = false;

        assertThatThrownBy(file::sync)
                .isInstanceOf(StorageFailedException.class)
                .hasMessageContaining("earlier sync")
                .hasCause(file.failedSync());
    }

    @Test
    void aClosedFileOpensNoMore() {
        PooledFile file = file(new OneFile(10, 10));
        assertThat(file.size()).isEqualTo(10);
        file.close();

        assertThatThrownBy(file::size).isInstanceOf(ClosedException.class).hasMessage("data is closed");
    }

    private static PooledFile file(RandomAccess only) {
        return new FilePool(1).file(new FunctionVolume(name -> only), "data");
    }

    /** Says that it has so many bytes, has fewer, and syncs as told. */
    private static final class OneFile implements RandomAccess {
        private final long said;
        private final long there;
        private boolean failing;

        OneFile(long said, long there) {
            this.said = said;
            this.there = there;
        }

        @Override
        public void read(long position, ByteBuffer target) {
            target.position(target.limit());
        }

        @Override
        public void readUpTo(long position, ByteBuffer target) {
            target.position(target.position() + (int) Math.min(there - position, target.remaining()));
        }

        @Override
        public void write(long position, ByteBuffer source) {
            source.position(source.limit());
        }

        @Override
        public void sync() throws IOException {
            if (failing) {
                throw new IOException("not now");
            }
        }

        @Override
        public void truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long size() {
            return said;
        }

        @Override
        public void close() {}
    }
}
