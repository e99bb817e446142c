package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.test.OpenFiles;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

final class FilePoolTest {
    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void aHundredCoresShareEightFiles() {
        OpenFiles files = new OpenFiles(DiskVolume.at(folder, false));
        IoScheduler io = IoScheduler.create("pool", 6);
        StorageOptions options = StorageOptions.on(io).withPoolSize(8);
        CoreStorage storage = new Corestore6(files, new VolumeKey(files), options);
        Map<TestCore, StoredCore> cores = new LinkedHashMap<>();
        IntStream.range(0, 100).mapToObj(TestCore::new).forEach(core -> {
            StoredCore stored = storage.create(core.seed()).block();
            stored.load().block();
            cores.put(core, stored);
        });
        for (int round = 0; round < 2; round++) {
            Flux.fromIterable(cores.entrySet())
                    .flatMap(entry -> entry.getValue().commit(entry.getKey().append("block"), Durability.BUFFERED), 6)
                    .as(StepVerifier::create)
                    .verifyComplete();
        }
        Flux.fromIterable(cores.values())
                .flatMap(core -> core.readBlocks(0, 0, new int[] {5, 5}), 6)
                .doOnNext(blocks -> assertThat(blocks).containsExactly(TestCore.utf8("block"), TestCore.utf8("block")))
                .as(StepVerifier::create)
                .expectNextCount(100)
                .verifyComplete();
        storage.close().block();

        assertThat(files.most()).isLessThanOrEqualTo(8);
        assertThat(files.names()).isEmpty();
        io.dispose();
    }

    @Test
    void memoryFilesKeepGapsAndForgetWhatIsCut() {
        MemoryFile file = new MemoryFile();
        file.write(100_000, ByteBuffer.wrap(new byte[] {1, 2, 3}));
        file.truncate(100_001);
        file.truncate(100_003);
        ByteBuffer read = ByteBuffer.allocate(4);
        file.readUpTo(99_999, read);

        assertThat(read.array()).containsExactly(0, 1, 0, 0);
        assertThat(file.size()).isEqualTo(100_003);
        file.discard(50_000, 100_001);
        file.readUpTo(100_000, read.clear());
        assertThat(read.array()).startsWith(0, 0, 0);
    }

    @Test
    void holesOfMemoryFilesAreZerosAndTakeNoPage() throws EOFException {
        MemoryFile file = new MemoryFile();
        file.write(0, ByteBuffer.wrap(new byte[] {1}));
        file.write(100_000, ByteBuffer.wrap(new byte[] {2}));
        ByteBuffer read = ByteBuffer.allocate(100_001);
        file.read(0, read);

        assertThat(read.array()).startsWith(1, 0).endsWith(0, 2);
        file.discard(200_000, 300_000);
        assertThat(file.size()).isEqualTo(100_001);
        assertThatThrownBy(() -> file.read(100_000, ByteBuffer.allocate(2))).isInstanceOf(EOFException.class);
    }
}
