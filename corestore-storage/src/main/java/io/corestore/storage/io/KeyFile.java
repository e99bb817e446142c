package io.corestore.storage.io;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.corestore.error.StoreLockedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code primary-key} of a folder. Its lock excludes, and is excluded by, that of Node's corestore 6 (spec page
 * 21, section 4).
 *
 * <p>Where locks are those of POSIX, closing <em>any</em> descriptor of the file in this process drops the lock. So the
 * file is open at most once in a process: who holds a folder reads through the locking descriptor, and others ask it.
 */
public final class KeyFile implements KeyPlace {
    private static final Map<Path, KeyFile> HELD = new HashMap<>();
    private static final int BYTES = 32;
    private final Path folder;
    private final Path path;
    private final boolean readOnly;
    private @Nullable AsyncFile locked;

    private KeyFile(Path folder, boolean readOnly) {
        this.folder = folder;
        this.path = folder.resolve(NAME);
        this.readOnly = readOnly;
    }

    /** The key file of a folder, which is made if it is missing and may be written. */
    public static KeyFile in(Path folder, boolean readOnly) throws IOException {
        if (!readOnly) {
            DiskVolume.createFolders(folder);
        }
        return new KeyFile(folder.toRealPath(), readOnly);
    }

    /** The folder, without links. */
    public Path folder() {
        return folder;
    }

    @Override
    public byte @Nullable [] read() throws IOException {
        synchronized (HELD) {
            KeyFile holder = HELD.get(folder);
            AsyncFile open = holder == null ? null : holder.locked;
            if (open != null) {
                return content(open);
            }
            try (AsyncFile briefly = AsyncFile.open(path, Set.of(READ))) {
                return content(briefly);
            } catch (NoSuchFileException none) {
                return null;
            }
        }
    }

    @Override
    public void store(byte[] key) throws IOException {
        synchronized (HELD) {
            Path temporary = path.resolveSibling(NAME + "." + UUID.randomUUID() + DiskVolume.TEMPORARY);
            try {
                write(temporary, key);
                place(temporary);
            } finally {
                Files.deleteIfExists(temporary);
            }
            DiskVolume.syncFolder(folder);
            lock();
        }
    }

    @Override
    public void lock() throws IOException {
        if (readOnly) {
            return;
        }
        synchronized (HELD) {
            KeyFile holder = HELD.putIfAbsent(folder, this);
            if (holder != null && holder != this) {
                throw new StoreLockedException(folder + " is open in this process already: close that store first");
            }
            boolean done = false;
            try {
                openLocked();
                done = true;
            } finally {
                if (!done) {
                    HELD.remove(folder, this);
                }
            }
        }
    }

    @Override
    public void unlock() throws IOException {
        synchronized (HELD) {
            if (HELD.remove(folder, this)) {
                closeLocked();
            }
        }
    }

    private void openLocked() throws IOException {
        if (locked != null) {
            return;
        }
        AsyncFile file;
        try {
            file = AsyncFile.open(path, Set.of(READ, WRITE));
        } catch (NoSuchFileException notYet) {
            return;
        }
        if (file.tryLock() == null) {
            file.close();
            throw new StoreLockedException(folder + " is open in another process: close that store first");
        }
        locked = file;
        removeTemporaries();
    }

    private void closeLocked() throws IOException {
        AsyncFile file = locked;
        locked = null;
        if (file != null) {
            file.close();
        }
    }

    private static byte[] content(AsyncFile file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(file.size(), BYTES));
        file.read(0, content);
        return content.array();
    }

    private static void write(Path temporary, byte[] key) throws IOException {
        try (AsyncFile file = DiskVolume.openForOwner(temporary, WRITE, CREATE_NEW)) {
            file.write(0, ByteBuffer.wrap(key));
            file.sync();
        }
    }

    private void place(Path temporary) throws IOException {
        if (locked != null) {
            DiskVolume.move(temporary, path);
            closeLocked();
            return;
        }
        try {
            Files.createLink(path, temporary);
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return;
        } catch (UnsupportedOperationException noLinks) {
            DiskVolume.move(temporary, path);
        }
    }

    /** Those of a process that died between making a key and placing it. */
    private void removeTemporaries() throws IOException {
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(folder, NAME + ".*" + DiskVolume.TEMPORARY)) {
            for (Path file : stale) {
                Files.deleteIfExists(file);
            }
        }
    }
}
