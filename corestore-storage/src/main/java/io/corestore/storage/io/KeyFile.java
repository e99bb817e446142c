package io.corestore.storage.io;

import io.corestore.error.StoreLockedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The primary key of a folder, and the lock on it. The lock excludes, and is excluded by, that of Node's corestore 6 (spec
 * page 21, section 4).
 *
 * <p>Where locks are those of POSIX, closing <em>any</em> descriptor of the file in this process drops the lock. So the
 * file is open at most once in a process: who holds a folder reads through the locking descriptor, and others ask it.
 */
public final class KeyFile implements KeyPlace {
    private static final Map<Path, KeyFile> HELD = new HashMap<>();
    private final Path folder;
    private final KeyEntry entry;
    private final boolean readOnly;
    private @Nullable AsyncFile locked;

    private KeyFile(Path folder, boolean readOnly) {
        this.folder = folder;
        this.entry = new KeyEntry(folder);
        this.readOnly = readOnly;
    }

    /** The key file of a folder, which is made if it is missing and may be written. */
    public static KeyFile in(Path folder, boolean readOnly) throws IOException {
        if (!readOnly) {
            boolean there = Files.isDirectory(folder);
            DiskVolume.createFolders(folder);
            if (there) {
                syncEntry(folder.toRealPath());
            }
        }
        return new KeyFile(folder.toRealPath(), readOnly);
    }

    /** Whoever made the folder may not have got as far as this; where the one around it is not ours, that is their affair. */
    private static void syncEntry(Path folder) throws IOException {
        Path around = folder.getParent();
        if (around != null && Files.isReadable(around)) {
            DiskVolume.syncFolder(around);
        }
    }

    /** The folder, without links. */
    public Path folder() {
        return folder;
    }

    @Override
    public @Nullable StoredKey read() throws IOException {
        synchronized (HELD) {
            KeyFile holder = HELD.get(folder);
            AsyncFile open = holder == null ? null : holder.locked;
            return open == null || entry.isSealed() ? entry.read() : KeyEntry.read(open);
        }
    }

    @Override
    public void store(StoredKey key) throws IOException {
        synchronized (HELD) {
            lock();
            AsyncFile held = locked;
            if (held == null) {
                entry.place(key);
                lock();
            } else {
                locked = entry.replace(key, held);
                entry.settle();
                DiskVolume.syncFolder(folder);
            }
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
                takeLock();
                done = true;
            } finally {
                if (!done) {
                    unlock();
                }
            }
        }
    }

    @Override
    public void unlock() throws IOException {
        synchronized (HELD) {
            if (HELD.remove(folder, this)) {
                AsyncFile file = locked;
                locked = null;
                if (file != null) {
                    file.close();
                }
            }
        }
    }

    private void takeLock() throws IOException {
        if (locked == null) {
            locked = entry.openLocked();
            if (locked != null) {
                entry.settle();
                // that the key is there does not say that whoever stored it got as far as to sync its entry
                DiskVolume.syncFolder(folder);
            }
        }
    }
}
