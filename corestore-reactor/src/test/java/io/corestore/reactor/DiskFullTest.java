package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.sized;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.error.StorageFailedException;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.MemoryStorage;
import io.corestore.storage.RandomAccessStorage;
import io.corestore.storage.io.MemoryFile;
import io.corestore.storage.io.RandomAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A disk on which nothing more fits. */
class DiskFullTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Map<String, RandomAccess> files = new ConcurrentHashMap<>();
    private final IoScheduler io = IoScheduler.create("full", 2);
    private volatile boolean full;

    @Test
    void appendsFailAndTheStoreWorksOnOnceThereIsSpaceAgain() {
        Corestore store = open();
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        full = true;
        core.append(sized(1, 100_000)).as(StepVerifier::create).verifyError(StorageFailedException.class);
        assertThat(core.length()).isEqualTo(10);
        assertThat(core.read(BlockRange.all()).collectList().block(SOON)).isEqualTo(numbered(0, 10));
        full = false;
        core.append(numbered(10, 20)).block(SOON);
        assertThat(core.audit(AuditMode.DRY_RUN).block(SOON).isSound()).isTrue();
        store.close().block(SOON);
        Corestore again = open();
        assertThat(again.get("log")
                        .flatMapMany(copy -> copy.read(BlockRange.all()))
                        .collectList()
                        .block(SOON))
                .isEqualTo(numbered(0, 20));
        again.close().block(SOON);
        io.dispose();
    }

    @Test
    void aDownloadFailsAndWorksOnceThereIsSpaceAgain() {
        Corestore source = Corestores.open(MemoryStorage.create()).block(SOON);
        Core core = source.get("log").block(SOON);
        core.append(sized(10, 10_000)).block(SOON);
        Corestore store = open();
        Core copy = store.get(core.key()).block(SOON);
        full = true;
        Pipe.join(store, source);
        copy.download(BlockRange.of(0, 10))
                .as(StepVerifier::create)
                .thenConsumeWhile(progress -> true)
                .expectError(StorageFailedException.class)
                .verify(SOON);
        copy.get(3)
                .as(StepVerifier::create)
                .expectError(StorageFailedException.class)
                .verify(SOON);
        full = false;
        copy.download(BlockRange.of(0, 10))
                .retry(3)
                .blockLast(SOON); // what was on its way to the full disk may still fail
        assertThat(copy.read(BlockRange.all()).collectList().block(SOON)).isEqualTo(sized(10, 10_000));
        store.close().block(SOON);
        source.close().block(SOON);
        io.dispose();
    }

    @Test
    void aBackupToAFullDiskFailsAsAWhole() {
        Corestore source = Corestores.open(MemoryStorage.create()).block(SOON);
        source.use(CoreOptions.named("log"), core -> core.append(sized(10, 10_000)))
                .blockLast(SOON);
        var target = RandomAccessStorage.of(this::file, StorageOptions.on(io));
        Mono<?> backup = ((StoreSession) source).store().backup(target);
        full = true;
        backup.as(StepVerifier::create).verifyError(StorageFailedException.class);
        target.close().block(SOON);
        source.close().block(SOON);
        io.dispose();
    }

    private Corestore open() {
        return Corestores.open(RandomAccessStorage.of(this::file, StorageOptions.on(io)))
                .block(SOON);
    }

    private RandomAccess file(String name) {
        return files.computeIfAbsent(name, made -> new Limited());
    }

    private final class Limited implements RandomAccess {
        private final MemoryFile file = new MemoryFile();

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            file.write(position, source);
        }

        @Override
        public void sync() {}

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void close() {}
    }
}
