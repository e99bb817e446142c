package io.corestore.storage.io;

import io.corestore.ByteRange;
import io.corestore.error.ClosedException;
import io.corestore.error.StorageFailedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a {@link FilePool}: open while it is used and as long as there is room. It is made when first written; until
 * then it is empty. Errors are {@link StorageFailedException}s that name it.
 */
public final class PooledFile {
    private final FilePool pool;
    private final Volume volume;
    private final String name;
    private volatile boolean unsynced;
    private volatile boolean created;
    private volatile @Nullable StorageFailedException failedSync;
    int users;
    boolean changing;
    boolean closed;

    PooledFile(FilePool pool, Volume volume, String name) {
        this.pool = pool;
        this.volume = volume;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Fills {@code target}; false if the file ends before. */
    public boolean read(long position, ByteBuffer target) {
        return IoErrors.mapped(
                "read",
                name,
                () -> use(false, false, file -> {
                    try {
                        file.read(position, target);
                        return true;
                    } catch (EOFException tooShort) {
                        return false;
                    }
                }));
    }

    /** Fills as much of {@code target} as the file has. */
    public void readUpTo(long position, ByteBuffer target) {
        IoErrors.mapped(
                "read",
                name,
                () -> use(false, false, file -> {
                    file.readUpTo(position, target);
                    return true;
                }));
    }

    /** The whole file; an empty array if it is missing. */
    public byte[] readAll() {
        return IoErrors.mapped(
                "read",
                name,
                () -> use(false, new byte[0], file -> {
                    long size = file.size();
                    if (size > Integer.MAX_VALUE - 8) {
                        throw new IOException("is too large to be read at once: " + size + " bytes");
                    }
                    ByteBuffer content = ByteBuffer.allocate((int) size);
                    file.readUpTo(0, content);
                    return content.hasRemaining()
                            ? java.util.Arrays.copyOf(content.array(), content.position())
                            : content.array();
                }));
    }

    public void write(long position, ByteBuffer source) {
        IoErrors.mapped(
                "write",
                name,
                () -> use(true, false, file -> {
                    unsynced = true;
                    file.write(position, source);
                    return true;
                }));
    }

    /**
     * Makes durable what was written since the last time; a file written to by nobody is left alone. Once that has failed
     * it fails for ever, since the operating system may have forgotten what it could not write.
     */
    public void sync() {
        StorageFailedException earlier = failedSync;
        if (earlier != null) {
            throw new StorageFailedException("cannot sync " + name + ", since an earlier sync failed", earlier);
        }
        if (unsynced) {
            try {
                syncNow();
            } catch (IOException failed) {
                throw noteFailedSync(failed);
            }
        }
    }

    /** The failure of a sync that nobody can make good; null if there was none. */
    public @Nullable StorageFailedException failedSync() {
        return failedSync;
    }

    /** Says that the file may hold bytes from before it was opened that are not durable yet. */
    public void assumeUnsynced() {
        unsynced = true;
        created = true;
    }

    /** Sets the size of the file; one that is missing stays so. */
    public void truncate(long size) {
        IoErrors.mapped(
                "truncate",
                name,
                () -> use(false, false, file -> {
                    unsynced = true;
                    file.truncate(size);
                    return true;
                }));
    }

    public long size() {
        return IoErrors.mapped("read the size of", name, () -> use(false, 0L, RandomAccess::size));
    }

    public void discard(long start, long end) {
        IoErrors.mapped(
                "free space of",
                name,
                () -> use(false, false, file -> {
                    file.discard(start, end);
                    return true;
                }));
    }

    /**
     * Gives up all bytes but these, durably, where the volume can in a new file that takes the place of this one. Reads may
     * run beside it; nobody may write. A crash leaves the old bytes or the new ones.
     *
     * @param kept ascending and apart
     */
    public void keepOnly(List<ByteRange> kept) {
        IoErrors.mappedEffect("compact", name, () -> {
            Compaction compaction = new Compaction(kept);
            boolean perhapsReplaced = true;
            try {
                perhapsReplaced = use(
                        false,
                        false,
                        old -> volume.replace(name, fresh -> compaction.copy(old, fresh)) || inPlace(old, compaction));
            } finally {
                // a system may report an error and have renamed: who went on with the old file would write to no name
                if (perhapsReplaced) {
                    assumeUnsynced();
                    pool.closeHandle(this);
                }
            }
            if (perhapsReplaced) {
                sync();
            }
        });
    }

    /** Removes what a crash left of an earlier {@link #keepOnly}. */
    public void tidy() {
        IoErrors.mappedEffect("tidy up", name, () -> volume.tidy(name));
    }

    /** Closes the file once nobody uses it; every later call fails. */
    public void close() {
        IoErrors.mappedEffect("close", name, () -> pool.close(this));
    }

    private void syncNow() throws IOException {
        boolean there = use(false, false, file -> {
            file.sync();
            return true;
        });
        if (there && created) {
            volume.syncEntry(name);
            created = false;
        }
        unsynced = false;
    }

    private static boolean inPlace(RandomAccess file, Compaction compaction) throws IOException {
        compaction.discardRest(file);
        file.sync();
        return false;
    }

    private <T> T use(boolean create, T ifMissing, Use<T> action) throws IOException {
        RandomAccess handle = pool.acquire(this, create);
        if (handle == null) {
            return ifMissing;
        }
        try {
            return action.on(handle);
        } finally {
            pool.release(this);
        }
    }

    void checkOpen() {
        if (closed) {
            throw new ClosedException(name + " is closed");
        }
    }

    @Nullable
    RandomAccess openHandle(boolean create) throws IOException {
        try {
            return volume.open(name);
        } catch (NoSuchFileException missing) {
            if (!create) {
                return null;
            }
            created = true;
            return volume.create(name);
        }
    }

    /** Closes the handle to make room. An error of a late write is shown only to who has the file open: sync first. */
    void retire(RandomAccess handle) {
        try (handle) {
            if (unsynced) {
                handle.sync();
            }
        } catch (IOException failed) {
            noteFailedSync(failed);
        }
    }

    private StorageFailedException noteFailedSync(IOException cause) {
        StorageFailedException failure = IoErrors.failure("sync", name, cause);
        failedSync = failure;
        return failure;
    }

    /** What is done with an open file. */
    @FunctionalInterface
    private interface Use<T> {
        T on(RandomAccess file) throws IOException;
    }
}
