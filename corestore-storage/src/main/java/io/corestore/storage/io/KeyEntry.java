package io.corestore.storage.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.corestore.error.StoreLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is called {@code primary-key} in a folder:
 *
 * <pre>
 * primary-key        = file of 32 bytes, which is also locked     as in Node
 *                    / folder with sealed, lock                   Node refuses it: it is no file
 * primary-key/sealed = the sealed key
 * primary-key/lock   = empty, what is locked
 * </pre>
 *
 * <p>Each form is written under a temporary name, synced, and renamed into place, so that it is there whole. A file takes
 * the place of a file in one rename, and sealed bytes that of sealed bytes. A file and a folder change places in two: the
 * new one is {@code primary-key.next} first, then the old one is renamed away, then the new one gets its name. A crash
 * before the first of the two leaves the old one, and the next lock removes the new one; a crash between them leaves no
 * {@code primary-key}, and the next lock renames the new one. In that moment alone, another program that looks for
 * {@code primary-key} only, as Node does, would make one of its own; other stores of this library are kept out by the
 * lock on the new one, which is taken before.
 */
final class KeyEntry {
    private static final String SEALED = "sealed";
    private static final String LOCK = "lock";
    private static final int MAX_SEALED = 1 << 20;
    private static final int ATTEMPTS = 10;
    private final Path folder;
    private final Path path;
    private final Path next;

    KeyEntry(Path folder) {
        this.folder = folder;
        this.path = folder.resolve(KeyPlace.NAME);
        this.next = folder.resolve(KeyPlace.NAME + ".next");
    }

    boolean isSealed() {
        return Files.isDirectory(current());
    }

    /** What is stored; null if nothing is. Not for who holds the lock on a file: see {@link #read(AsyncFile)}. */
    @Nullable
    StoredKey read() throws IOException {
        Path entry = current();
        boolean sealed = Files.isDirectory(entry);
        try (AsyncFile file = AsyncFile.open(sealed ? entry.resolve(SEALED) : entry, Set.of(READ))) {
            return sealed ? new StoredKey(true, content(file, MAX_SEALED)) : read(file);
        } catch (NoSuchFileException none) {
            return sealed ? new StoredKey(true, new byte[0]) : null;
        }
    }

    /** The key in an open file that holds it unsealed. */
    static StoredKey read(AsyncFile file) throws IOException {
        return new StoredKey(false, content(file, StoredKey.KEY_BYTES));
    }

    /**
     * Opens and locks what is to be locked; null if nothing is there yet.
     *
     * @throws StoreLockedException if another process holds the lock
     */
    @Nullable
    AsyncFile openLocked() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Path file = lockFile(current());
            Object before = identity(file);
            if (before == null && !Files.exists(current())) {
                return null;
            }
            AsyncFile locked = openLocked(file);
            if (Objects.equals(before, identity(file))) {
                return locked;
            }
            locked.close();
        }
        throw new StoreLockedException(folder + " gets another primary key in another process: try again");
    }

    /** Stores a first key durably, unless another process did meanwhile. */
    void place(StoredKey key) throws IOException {
        Path temporary = Temporaries.of(folder, KeyPlace.NAME);
        try {
            write(temporary, key);
            if (key.sealed()) {
                placeFolder(temporary);
            } else {
                placeFile(temporary);
            }
        } catch (NoSuchFileException removed) {
            // who was faster holds the lock and has removed what others left, this among it
            if (!Files.exists(path)) {
                throw removed;
            }
        } finally {
            Temporaries.remove(temporary);
        }
        DiskVolume.syncFolder(folder);
    }

    /** Stores a key in the place of that which is locked, and returns what is locked from then on. */
    AsyncFile replace(StoredKey key, AsyncFile held) throws IOException {
        if (key.sealed() && isSealed()) {
            replaceSealed(key.bytes());
            return held;
        }
        Path temporary = Temporaries.of(folder, KeyPlace.NAME);
        try {
            write(temporary, key);
            AsyncFile successor = openLocked(lockFile(temporary));
            swapOrClose(temporary, successor);
            held.close();
            return successor;
        } finally {
            Temporaries.remove(temporary);
        }
    }

    /** Ends what a crash cut off, and removes what it left; the lock must be held. */
    void settle() throws IOException {
        if (Files.exists(next)) {
            if (Files.exists(path)) {
                Temporaries.remove(next);
            } else {
                DiskVolume.move(next, path);
            }
            DiskVolume.syncFolder(folder);
        }
        Temporaries.removeAll(folder, KeyPlace.NAME);
        if (isSealed()) {
            Temporaries.removeAll(path, SEALED);
        }
    }

    private Path current() {
        return !Files.exists(path) && Files.exists(next) ? next : path;
    }

    private static Path lockFile(Path entry) {
        return Files.isDirectory(entry) ? entry.resolve(LOCK) : entry;
    }

    private AsyncFile openLocked(Path lockFile) throws IOException {
        AsyncFile file = lockFile.endsWith(LOCK)
                ? DiskVolume.openForOwner(lockFile, READ, WRITE, CREATE)
                : AsyncFile.open(lockFile, Set.of(READ, WRITE));
        boolean done = false;
        try {
            if (file.tryLock() == null) {
                throw new StoreLockedException(folder + " is open in another process: close that store first");
            }
            done = true;
            return file;
        } finally {
            if (!done) {
                file.close();
            }
        }
    }

    private void swapOrClose(Path temporary, AsyncFile successor) throws IOException {
        boolean done = false;
        try {
            swap(temporary);
            done = true;
        } finally {
            if (!done) {
                successor.close();
            }
        }
    }

    private void swap(Path temporary) throws IOException {
        if (Files.isDirectory(temporary) == isSealed()) {
            DiskVolume.move(temporary, path);
            return;
        }
        Temporaries.remove(next);
        DiskVolume.move(temporary, next);
        DiskVolume.syncFolder(folder);
        Path aside = Temporaries.of(folder, KeyPlace.NAME);
        DiskVolume.move(path, aside);
        try {
            DiskVolume.move(next, path);
        } catch (IOException failed) {
            DiskVolume.move(aside, path);
            throw failed;
        }
    }

    private void replaceSealed(byte[] bytes) throws IOException {
        Path temporary = Temporaries.of(path, SEALED);
        try {
            write(temporary, bytes);
            DiskVolume.move(temporary, path.resolve(SEALED));
        } finally {
            Files.deleteIfExists(temporary);
        }
        DiskVolume.syncFolder(path);
    }

    private void placeFile(Path temporary) throws IOException {
        try {
            Files.createLink(path, temporary);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            DiskVolume.move(temporary, path);
        }
    }

    private void placeFolder(Path temporary) throws IOException {
        try {
            DiskVolume.move(temporary, path);
        } catch (FileSystemException failed) {
            if (!Files.exists(path)) {
                throw failed;
            }
        }
    }

    private static void write(Path entry, StoredKey key) throws IOException {
        if (!key.sealed()) {
            write(entry, key.bytes());
            return;
        }
        DiskVolume.createFolders(entry);
        write(entry.resolve(SEALED), key.bytes());
        write(entry.resolve(LOCK), new byte[0]);
        DiskVolume.syncFolder(entry);
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        try (AsyncFile file = DiskVolume.openForOwner(path, WRITE, CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync();
        }
    }

    private static byte[] content(AsyncFile file, int most) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), most));
        file.read(0, content);
        return content.array();
    }

    /** What tells a file from another one of the same name; null if it is not there, or the system does not say. */
    private static @Nullable Object identity(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }
}
