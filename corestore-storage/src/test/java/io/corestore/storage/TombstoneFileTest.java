package io.corestore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.contract.TestCore;
import io.corestore.error.NotWritableException;
import io.corestore.error.StorageFailedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.Tombstone;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.VolumeKey;
import io.corestore.storage.test.Faults;
import io.corestore.storage.test.FaultyVolume;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.Operation;
import io.corestore.storage.test.crash.Operation.Forced;
import io.corestore.storage.test.crash.Operation.Renamed;
import io.corestore.storage.test.crash.Operation.Unlinked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** The files that deleted cores leave behind. */
final class TombstoneFileTest {
    private final IoScheduler io = IoScheduler.create("tombstones", 2);
    private final DiscoveryKey key = new TestCore(1).discoveryKey();

    @TempDir
    private Path folder;

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void aTombstoneIsAFileUntilItIsExhumed() {
        CoreStorage storage = open();
        storage.bury(new Tombstone(key, 1, 300)).block();
        storage.close().block();
        assertThat(file()).exists().hasSize(8 + 4);

        storage = open();
        assertThat(storage.tombstone(key).block()).isEqualTo(new Tombstone(key, 1, 300));
        storage.exhume(key).block();
        assertThat(folder.resolve("purged")).doesNotExist();
        storage.close().block();
    }

    @Test
    void aTornTombstoneIsATombstone() throws IOException {
        CoreStorage storage = open();
        storage.bury(new Tombstone(key, 3, 300)).block();
        byte[] whole = Files.readAllBytes(file());
        for (int size = 0; size < whole.length; size++) {
            Files.write(file(), Arrays.copyOf(whole, size));
            assertThat(storage.tombstone(key).block()).isEqualTo(new Tombstone(key, 0, 1));
        }
        Files.write(file(), new byte[100]);
        assertThat(storage.tombstone(key).block()).isEqualTo(new Tombstone(key, 0, 1));
        storage.bury(new Tombstone(key, 0, 5)).block();
        assertThat(storage.tombstone(key).block()).isEqualTo(new Tombstone(key, 0, 5));
        storage.close().block();
    }

    @Test
    void theTombstoneIsDurableBeforeTheFirstFileGoes() {
        CrashFs fs = CrashFs.create();
        CoreStorage storage =
                FileStorage.at(fs.path("/store"), StorageOptions.on(io)).block();
        storage.create(new TestCore(1).seed()).block().close().block();
        int before = fs.position();
        storage.bury(new Tombstone(key, 0, 5)).block();

        List<Operation> changes = fs.operations().subList(before, fs.position());
        List<Operation> first = changes.stream()
                .takeWhile(change -> !(change instanceof Unlinked))
                .toList();
        assertThat(changes.get(first.size()).path()).endsWith("/oplog");
        assertThat(first.get(first.size() - 1))
                .isInstanceOf(Forced.class)
                .extracting(Operation::path)
                .isEqualTo("/store/purged");
        assertThat(first.get(first.size() - 2))
                .isInstanceOfSatisfying(
                        Renamed.class, change -> assertThat(change.to()).isEqualTo(key.toHex()));
        storage.close().block();
    }

    @Test
    void withoutATombstoneNothingIsDeleted() {
        MemoryVolume volume = new MemoryVolume();
        CoreStorage healthy = new Corestore6(volume, new VolumeKey(volume), StorageOptions.on(io));
        healthy.create(new TestCore(1).seed()).block();
        healthy.close().block();
        for (int n = 0; n < 3; n++) {
            FaultyVolume failing = new FaultyVolume(volume, Faults.from(n));
            CoreStorage storage = new Corestore6(failing, new VolumeKey(volume), StorageOptions.on(io));
            storage.bury(new Tombstone(key, 0, 5)).as(StepVerifier::create).verifyError(StorageFailedException.class);
            storage.close().block();
        }

        CoreStorage again = new Corestore6(volume, new VolumeKey(volume), StorageOptions.on(io));
        assertThat(again.peek(key).block()).isNotNull();
        again.close().block();
    }

    @Test
    void aReadOnlyStorageReadsTombstonesAndMakesNone() {
        CoreStorage owner = open();
        owner.bury(new Tombstone(key, 0, 5)).block();
        CoreStorage reader =
                FileStorage.at(folder, StorageOptions.on(io).withReadOnly(true)).block();

        assertThat(reader.tombstone(key).block().length()).isEqualTo(5);
        reader.bury(new Tombstone(key, 0, 6)).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.exhume(key).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.close().block();
        owner.close().block();
    }

    private CoreStorage open() {
        return FileStorage.at(folder, StorageOptions.on(io)).block();
    }

    private Path file() {
        return folder.resolve("purged").resolve(key.toHex());
    }
}
