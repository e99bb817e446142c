package io.corestore.storage.io;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many files are open. To open one more, the least recently used idle one is closed; it reopens on its next
 * use. A file in use is never closed: whoever finds all of them in use waits.
 */
public final class FilePool {
    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashMap<PooledFile, RandomAccess> open = new LinkedHashMap<>(16, 0.75f, true);
    private int changing;

    public FilePool(int limit) {
        this.limit = limit;
    }

    /** A file of this pool, opened when first used. */
    public PooledFile file(Volume volume, String name) {
        return new PooledFile(this, volume, name);
    }

    /** How many files are open. */
    public int openFiles() {
        lock.lock();
        try {
            return open.size();
        } finally {
            lock.unlock();
        }
    }

    /** The open file, in use until {@link #release}; null if it is missing and not to be made. */
    @Nullable
    RandomAccess acquire(PooledFile file, boolean create) throws IOException {
        PooledFile evicted = null;
        RandomAccess old = null;
        lock.lock();
        try {
            while (true) {
                RandomAccess handle = file.changing ? null : open.get(file);
                if (handle != null) {
                    file.users++;
                    return handle;
                }
                file.checkOpen();
                if (!file.changing) {
                    if (open.size() + changing < limit) {
                        break;
                    }
                    evicted = leastRecentlyUsed();
                    if (evicted != null) {
                        old = open.remove(evicted);
                        evicted.changing = true;
                        break;
                    }
                }
                changed.awaitUninterruptibly();
            }
            file.changing = true;
            changing++;
        } finally {
            lock.unlock();
        }
        return replace(evicted, old, file, create);
    }

    private @Nullable RandomAccess replace(
            @Nullable PooledFile evicted, @Nullable RandomAccess old, PooledFile file, boolean create)
            throws IOException {
        RandomAccess handle = null;
        try {
            if (evicted != null && old != null) {
                evicted.retire(old);
            }
            handle = file.openHandle(create);
            return handle;
        } finally {
            settle(evicted, file, handle);
        }
    }

    private void settle(@Nullable PooledFile evicted, PooledFile file, @Nullable RandomAccess handle) {
        lock.lock();
        try {
            if (evicted != null) {
                evicted.changing = false;
            }
            file.changing = false;
            changing--;
            if (handle != null) {
                open.put(file, handle);
                file.users++;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void release(PooledFile file) {
        lock.lock();
        try {
            file.users--;
            if (file.users == 0) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes a file for good, once nobody uses it. */
    void close(PooledFile file) throws IOException {
        lock.lock();
        try {
            file.closed = true;
        } finally {
            lock.unlock();
        }
        closeHandle(file);
    }

    /** Closes what is open of a file, once nobody uses it; whoever uses it next opens what its name stands for then. */
    void closeHandle(PooledFile file) throws IOException {
        RandomAccess handle = takeIdle(file);
        try {
            if (handle != null) {
                handle.close();
            }
        } finally {
            settle(null, file, null);
        }
    }

    /** Nobody can use the file until it has settled; until then its handle counts. */
    private @Nullable RandomAccess takeIdle(PooledFile file) {
        lock.lock();
        try {
            while (file.changing) {
                changed.awaitUninterruptibly();
            }
            file.changing = true;
            while (file.users > 0) {
                changed.awaitUninterruptibly();
            }
            changing++;
            return open.remove(file);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable PooledFile leastRecentlyUsed() {
        for (PooledFile candidate : open.keySet()) {
            if (candidate.users == 0 && !candidate.changing) {
                return candidate;
            }
        }
        return null;
    }
}
