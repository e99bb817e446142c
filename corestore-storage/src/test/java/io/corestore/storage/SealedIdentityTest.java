package io.corestore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.contract.TestCore;
import io.corestore.error.CoreConflictException;
import io.corestore.error.NotWritableException;
import io.corestore.error.StorageFailedException;
import io.corestore.error.StoreLockedException;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.test.LockProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** The sealed primary key of a folder, how the two forms change places, and the lock on each. */
final class SealedIdentityTest {
    private static final byte[] SEALED = {5, 6, 7};
    private final IoScheduler io = IoScheduler.create("sealed", 2);

    @TempDir
    private Path folder;

    private CoreStorage storage;

    @AfterEach
    void dispose() {
        if (storage != null) {
            storage.close().block();
        }
        io.dispose();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aSealedKeyIsAFolderForItsOwnerOnly() throws IOException {
        sealNew();

        assertThat(names(folder)).containsExactly("primary-key");
        assertThat(names(key())).containsExactly("lock", "sealed");
        assertThat(key().resolve("sealed")).hasBinaryContent(SEALED);
        assertThat(mode(key())).isEqualTo("rwx------");
        assertThat(mode(key().resolve("sealed"))).isEqualTo("rw-------");
        assertThat(mode(key().resolve("lock"))).isEqualTo("rw-------");
    }

    @Test
    void everyFormIsFoundAgainAndLeavesNothingElse() throws IOException {
        open().identity(() -> filled(1)).block();
        storage.seal(SEALED).block();
        assertSealed(SEALED);
        storage.seal(new byte[] {9}).block();
        assertThat(names(key())).containsExactly("lock", "sealed");
        assertSealed(new byte[] {9});
        storage.unseal(filled(2)).block();
        assertOpen(filled(2));
        storage.replaceIdentity(filled(3)).block();
        assertOpen(filled(3));
    }

    @Test
    void bothFormsAreLockedInEveryProcessAlsoWhileTheyChange() throws IOException, InterruptedException {
        sealNew();
        assertLocked(key().resolve("lock"));
        storage.seal(new byte[] {1}).block();
        assertLocked(key().resolve("lock"));
        storage.unseal(filled(1)).block();
        assertLocked(key());
        storage.replaceIdentity(filled(2)).block();
        assertLocked(key());
        storage.seal(SEALED).block();
        assertLocked(key().resolve("lock"));
        assertThat(storage.sealedIdentity(() -> SEALED).block()).isEqualTo(SEALED);
        assertLocked(key().resolve("lock"));
        storage.unlock().block();
        assertThat(LockProbe.isLocked(key().resolve("lock"))).isFalse();
        storage.lock().block();
        assertLocked(key().resolve("lock"));
    }

    @Test
    void aChangeCutOffBeforeTheOldKeyWentLeavesTheOldOne() throws IOException {
        Files.write(key(), filled(1));
        folderNamed("primary-key.next");
        folderNamed("primary-key.x.tmp");
        assertReadOnlyFinds(false);
        open();

        assertOpen(filled(1));
        storage.seal(SEALED).block();
        storage.close().block();
        Files.write(folder.resolve("primary-key.next"), filled(2));
        open();
        assertSealed(SEALED);
    }

    @Test
    void aChangeCutOffAfterTheOldKeyWentIsCompleted() throws IOException {
        Files.write(folder.resolve("primary-key.x.tmp"), filled(1));
        folderNamed("primary-key.next");
        assertReadOnlyFinds(true);
        open();

        assertSealed(SEALED);
        storage.close().block();
        Files.move(key(), folder.resolve("primary-key.y.tmp"));
        Files.write(folder.resolve("primary-key.next"), filled(2));
        open();
        assertOpen(filled(2));
    }

    @Test
    void aRotationCutOffLeavesTheOldKey() throws IOException {
        sealNew();
        storage.close().block();
        Files.write(key().resolve("sealed.x.tmp"), new byte[] {1});
        open();

        assertSealed(SEALED);
        assertThat(names(key())).containsExactly("lock", "sealed");
    }

    @Test
    void aFolderWithoutLockFileIsLockedAllTheSame() throws IOException, InterruptedException {
        folderNamed("primary-key");
        Files.delete(key().resolve("lock"));
        open();

        assertThat(storage.sealedIdentity(() -> new byte[1]).block()).isEqualTo(SEALED);
        assertLocked(key().resolve("lock"));
    }

    @Test
    void aFolderWithoutSealedKeyBesideCoresIsAnError() throws IOException {
        sealNew();
        storage.create(new TestCore(1).seed()).block();
        storage.close().block();
        Files.delete(key().resolve("sealed"));

        open().sealedIdentity(() -> SEALED)
                .as(StepVerifier::create)
                .expectErrorSatisfies(failed -> assertThat(failed)
                        .isInstanceOf(StorageFailedException.class)
                        .hasMessageContaining("restore it from a backup"))
                .verify();
    }

    @Test
    void aFolderWithoutSealedKeyAndWithoutCoresGetsOne() throws IOException {
        folderNamed("primary-key");
        Files.delete(key().resolve("sealed"));
        open();

        assertThat(storage.sealedIdentity(() -> SEALED).block()).isEqualTo(SEALED);
        assertSealed(SEALED);
    }

    @Test
    void aReadOnlyStorageReadsSealedBytesAndChangesNothing() {
        sealNew();
        CoreStorage reader = readOnly();

        assertThat(reader.sealedIdentity(() -> new byte[1]).block()).isEqualTo(SEALED);
        reader.seal(new byte[1]).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.unseal(filled(1)).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.close().block();
    }

    @Test
    void aKeySealedWhileSuspendedIsNoticed() throws IOException {
        open().identity(() -> filled(1)).block();
        storage.unlock().block();
        Files.delete(key());
        folderNamed("primary-key");

        storage.lock().as(StepVerifier::create).verifyError(StorageFailedException.class);
    }

    private void sealNew() {
        assertThat(open().sealedIdentity(() -> SEALED).block()).isEqualTo(SEALED);
    }

    private void folderNamed(String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve(name));
        Files.write(made.resolve("sealed"), SEALED);
        Files.createFile(made.resolve("lock"));
    }

    private void assertSealed(byte[] sealed) throws IOException {
        reopen();
        assertThat(names(folder)).doesNotContain("primary-key.next").noneMatch(name -> name.endsWith(".tmp"));
        assertThat(storage.isSealed().block()).isTrue();
        assertThat(storage.sealedIdentity(() -> new byte[1]).block()).isEqualTo(sealed);
        storage.identity(() -> filled(9)).as(StepVerifier::create).verifyError(CoreConflictException.class);
    }

    private void assertOpen(byte[] key) throws IOException {
        reopen();
        assertThat(names(folder)).containsExactly("primary-key");
        assertThat(key()).hasBinaryContent(key);
        assertThat(storage.isSealed().block()).isFalse();
        assertThat(storage.identity(() -> filled(9)).block()).isEqualTo(key);
    }

    private void assertReadOnlyFinds(boolean sealed) throws IOException {
        CoreStorage reader = readOnly();
        assertThat(reader.isSealed().block()).isEqualTo(sealed);
        reader.close().block();
        assertThat(folder.resolve("primary-key.next")).exists();
    }

    private void assertLocked(Path file) throws IOException, InterruptedException {
        assertThat(LockProbe.isLocked(file)).isTrue();
        FileStorage.at(folder, StorageOptions.on(io)).as(StepVerifier::create).verifyError(StoreLockedException.class);
        assertThat(LockProbe.isLocked(file)).as("after a refused store").isTrue();
    }

    private CoreStorage open() {
        storage = FileStorage.at(folder, StorageOptions.on(io)).block();
        return storage;
    }

    private void reopen() {
        storage.close().block();
        open();
    }

    private CoreStorage readOnly() {
        return FileStorage.at(folder, StorageOptions.on(io).withReadOnly(true)).block();
    }

    private Path key() {
        return folder.resolve("primary-key");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
