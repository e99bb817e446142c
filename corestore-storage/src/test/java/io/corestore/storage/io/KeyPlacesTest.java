package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.StoreLockedException;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.FaultPlan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary key in a folder and in a volume. */
final class KeyPlacesTest {
    private static final StoredKey OPEN = StoredKey.open(new byte[32]);
    private static final StoredKey SEALED = StoredKey.sealed(new byte[] {1, 2, 3});

    @TempDir
    private Path folder;

    @Test
    void keysAreTheSameInOneFormAndWithTheSameBytes() {
        assertThat(OPEN.isSame(StoredKey.open(new byte[32]))).isTrue();
        assertThat(OPEN.isSame(StoredKey.sealed(new byte[32]))).isFalse();
        assertThat(OPEN.isSame(StoredKey.open(new byte[31]))).isFalse();
        assertThat(OPEN.isSame(null)).isFalse();
        assertThat(OPEN.isWhole()).isTrue();
        assertThat(StoredKey.open(new byte[31]).isWhole()).isFalse();
        assertThat(SEALED.isWhole()).isTrue();
        assertThat(StoredKey.sealed(new byte[0]).isWhole()).isFalse();
        assertThat(OPEN).hasToString("StoredKey[sealed=false, 32 bytes]");
    }

    /** Both forms are there while one takes the place of the other. */
    @Test
    void aWholeUnsealedKeyOfAVolumeCountsAndATornOneDoesNot() throws IOException {
        MemoryVolume volume = new MemoryVolume();
        VolumeKey place = new VolumeKey(volume);
        assertThat(place.read()).isNull();
        volume.put("primary-key", ByteBuffer.allocate(5));
        assertThat(place.read()).matches(torn -> torn.isSame(StoredKey.open(new byte[5])));
        place.store(SEALED);
        volume.put("primary-key", ByteBuffer.allocate(5));
        assertThat(place.read()).matches(SEALED::isSame);
        volume.put("primary-key", ByteBuffer.allocate(32));

        assertThat(place.read()).matches(OPEN::isSame);
    }

    @Test
    void whatIsLockedIsNotLockedAgain() throws IOException {
        KeyEntry entry = new KeyEntry(folder);
        assertThat(entry.openLocked()).isNull();
        for (StoredKey key : new StoredKey[] {OPEN, SEALED}) {
            Path inner = Files.createDirectory(folder.resolve("sealed " + key.sealed()));
            KeyEntry one = new KeyEntry(inner);
            one.place(key);
            try (AsyncFile held = one.openLocked()) {
                assertThat(held.size()).isEqualTo(key.sealed() ? 0 : 32);
                assertThatThrownBy(new KeyEntry(inner)::openLocked).isInstanceOf(StoreLockedException.class);
            }
        }
    }

    @Test
    void whoComesSecondKeepsTheKeyOfTheFirst() throws IOException {
        for (StoredKey first : new StoredKey[] {OPEN, SEALED}) {
            for (StoredKey second : new StoredKey[] {StoredKey.open(filled()), StoredKey.sealed(filled())}) {
                KeyEntry entry = new KeyEntry(Files.createTempDirectory(folder, "race"));
                entry.place(first);
                entry.place(second);
                assertThat(entry.read()).matches(first::isSame);
            }
        }
    }

    /** Whatever fails while a key is placed, it is there whole or not at all, and a second try places it. */
    @Test
    void aPlacementThatFailsLeavesAWholeKeyOrNone() throws IOException {
        for (StoredKey key : new StoredKey[] {OPEN, SEALED}) {
            for (int n = 0; ; n++) {
                CrashFs fs = CrashFs.create();
                KeyEntry entry = new KeyEntry(fs.path("/"));
                FaultPlan plan = FaultPlan.at(FaultPlan.Kind.EIO, n);
                fs.fail(plan);
                boolean failed = fails(entry, key);
                fs.fail();
                if (plan.failures() == 0) {
                    assertThat(n).isGreaterThan(3);
                    break;
                }
                StoredKey left = entry.read();
                assertThat(left == null ? failed : key.isSame(left))
                        .as("%s at %s", key, n)
                        .isTrue();
                entry.place(key);
                assertThat(entry.read()).matches(key::isSame);
            }
        }
    }

    private static boolean fails(KeyEntry entry, StoredKey key) {
        try {
            entry.place(key);
            return false;
        } catch (IOException failed) {
            return true;
        }
    }

    private static byte[] filled() {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) 9);
        return bytes;
    }
}
