package io.corestore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.error.NotWritableException;
import io.corestore.error.StorageFailedException;
import io.corestore.error.StoreLockedException;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.CoreStorageProvider;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.test.LockProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** The primary key of a folder, and the lock on it. */
final class IdentityTest {
    private final IoScheduler io = IoScheduler.create("identity", 2);

    @TempDir
    private Path parent;

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void theKeyIsMadeOnceAndStays() throws IOException {
        CoreStorage storage = open();
        assertThat(storage.identity(() -> key(1)).block()).isEqualTo(key(1));
        storage.close().block();

        storage = open();
        assertThat(storage.identity(() -> key(2)).block()).isEqualTo(key(1));
        storage.close().block();
        try (Stream<Path> files = Files.list(folder())) {
            assertThat(files).containsExactly(folder().resolve("primary-key"));
        }
    }

    @Test
    void aTornKeyWithoutCoresIsReplaced() throws IOException {
        for (int bytes : new int[] {0, 31}) {
            Files.createDirectories(folder());
            Files.write(folder().resolve("primary-key"), new byte[bytes]);
            CoreStorage storage = open();
            assertThat(storage.identity(() -> key(3)).block()).isEqualTo(key(3));
            assertLocked();
            storage.close().block();
            assertThat(Files.readAllBytes(folder().resolve("primary-key"))).isEqualTo(key(3));
        }
    }

    @Test
    void aTornOrMissingKeyBesideCoresIsAnError() throws IOException {
        CoreStorage storage = open();
        storage.identity(() -> key(1)).block();
        storage.create(new TestCore(1).seed()).block();
        storage.close().block();
        for (int bytes : new int[] {0, 31, -1}) {
            Path file = folder().resolve("primary-key");
            Files.deleteIfExists(file);
            if (bytes >= 0) {
                Files.write(file, new byte[bytes]);
            }
            CoreStorage again = open();
            again.identity(() -> key(2))
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(failed -> assertThat(failed)
                            .isInstanceOf(StorageFailedException.class)
                            .hasMessageContaining("restore it from a backup"))
                    .verify();
            again.close().block();
        }
    }

    @Test
    void aSecondStoreInTheProcessIsRefused() {
        CoreStorage fresh = open();
        assertLocked();
        fresh.identity(() -> key(1)).block();
        assertLocked();
        fresh.unlock().block();
        CoreStorage second = open();
        fresh.lock().as(StepVerifier::create).verifyError(StoreLockedException.class);
        second.close().block();
        fresh.lock().block();
        assertLocked();
        fresh.close().block();

        open().close().block();
    }

    @Test
    void aKeyThatAnotherProcessMadeMeanwhileIsLockedToo() throws IOException, InterruptedException {
        CoreStorage storage = open();
        Files.write(folder().resolve("primary-key"), key(1));
        assertThat(storage.identity(() -> key(2)).block()).isEqualTo(key(1));
        assertThat(LockProbe.isLocked(folder().resolve("primary-key"))).isTrue();
        storage.close().block();
    }

    @Test
    void staleTemporaryKeysAreRemoved() throws IOException {
        CoreStorage storage = open();
        storage.identity(() -> key(1)).block();
        storage.close().block();
        Files.write(folder().resolve("primary-key.x.tmp"), new byte[5]);

        open().close().block();
        assertThat(folder().resolve("primary-key.x.tmp")).doesNotExist();
    }

    @Test
    void aKeyReplacedWhileSuspendedIsNoticed() throws IOException {
        CoreStorage storage = open();
        storage.identity(() -> key(1)).block();
        storage.unlock().block();
        Files.write(folder().resolve("primary-key"), key(2));

        storage.lock().as(StepVerifier::create).verifyError(StorageFailedException.class);
        storage.close().block();
    }

    @Test
    void aReadOnlyStorageReadsBesideTheOwnerAndWritesNothing() throws IOException {
        TestCore core = new TestCore(1);
        CoreStorage owner = open();
        owner.identity(() -> key(1)).block();
        StoredCore stored = owner.create(core.seed()).block();
        stored.load().block();
        stored.commit(core.append("a"), Durability.SYNC).block();

        CoreStorage reader = FileStorage.at(folder(), StorageOptions.on(io).withReadOnly(true))
                .block();
        assertThat(reader.identity(() -> key(2)).block()).isEqualTo(key(1));
        StoredCore copy = reader.open(core.discoveryKey()).block();
        assertThat(copy.load().block().head().length()).isOne();
        copy.commit(core.append("b"), Durability.SYNC).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.create(new TestCore(2).seed()).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.remove(new TestCore(3).discoveryKey()).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.close().block();
        assertLocked();
        owner.close().block();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void onlyTheOwnerReadsKeys() throws IOException {
        CoreStorage storage = open();
        storage.identity(() -> key(1)).block();
        storage.create(new TestCore(1).seed()).block();
        storage.close().block();

        assertThat(mode("primary-key")).isEqualTo("rw-------");
        assertThat(mode(".")).isEqualTo("rwx------");
        assertThat(mode("cores")).isEqualTo("rwx------");
    }

    @Test
    void coresLeaveNoFoldersBehind() throws IOException {
        CoreStorage storage = open();
        storage.identity(() -> key(1)).block();
        TestCore core = new TestCore(1);
        storage.create(core.seed()).block().close().block();
        storage.remove(core.discoveryKey()).block();

        assertThat(folder().resolve("cores")).doesNotExist();
        storage.close().block();
    }

    @Test
    void theProviderIsFound() {
        CoreStorageProvider provider =
                ServiceLoader.load(CoreStorageProvider.class).findFirst().orElseThrow();
        CoreStorage storage = provider.open(folder(), StorageOptions.on(io)).block();
        assertThat(storage.list().collectList().block()).isEmpty();
        storage.close().block();
    }

    private void assertLocked() {
        FileStorage.at(folder(), StorageOptions.on(io))
                .as(StepVerifier::create)
                .verifyError(StoreLockedException.class);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(name)));
    }

    private CoreStorage open() {
        return FileStorage.at(folder(), StorageOptions.on(io)).block();
    }

    private Path folder() {
        return parent.resolve("store");
    }

    private static byte[] key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
