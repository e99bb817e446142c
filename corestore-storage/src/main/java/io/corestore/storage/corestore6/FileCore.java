package io.corestore.storage.corestore6;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.CorestoreException;
import io.corestore.error.NotWritableException;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.FileSizes;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.spi.StoredHead;
import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One open core. The lock holds off a close while a cancelled commit still runs to its end; readers do not take it. */
final class FileCore implements StoredCore {
    private final CoreFiles files;
    private final IoScheduler io;
    private final boolean readOnly;
    private final Runnable onClosed;
    private final ReentrantLock writing = new ReentrantLock();
    private final Mono<Void> closing;
    private volatile @Nullable CoreState state;
    private @Nullable CoreWriter writer;
    private volatile boolean closed;

    FileCore(CoreFiles files, StorageOptions options, Runnable onClosed) {
        this.files = files;
        this.io = options.io();
        this.readOnly = options.readOnly();
        this.onClosed = onClosed;
        this.closing = io.<Void>call(this::closeNow).onErrorComplete().cache();
    }

    @Override
    public Mono<LoadedCore> load() {
        return loadBefore(Integer.MAX_VALUE);
    }

    @Override
    public Mono<LoadedCore> loadBefore(int change) {
        return locked(() -> {
            CoreLoader.Loaded loaded = new CoreLoader(files).load(change);
            if (loaded == null) {
                throw new CoreNotFoundException("core " + files.discoveryKey() + " is not stored");
            }
            if (!readOnly) {
                writer = new CoreWriter(files, loaded);
            }
            state = loaded.state();
            return loaded.core();
        });
    }

    @Override
    public Mono<List<ByteBuffer>> readBlocks(long index, long byteOffset, int[] lengths) {
        return reading(() -> {
            List<ByteBuffer> blocks = new BlockFile(files.data()).read(byteOffset, lengths);
            if (blocks == null) {
                throw files.corrupt(
                        files.data(),
                        "ends before block " + (index + lengths.length - 1) + " does, though it is stored");
            }
            return blocks;
        });
    }

    @Override
    public Mono<List<TreeNode>> readNodes(long[] indexes) {
        return reading(() -> new NodeFile(files.tree()).read(loaded().view(), indexes));
    }

    @Override
    public Mono<Void> commit(CoreCommit commit, Durability durability) {
        return writing(writer -> writer.commit(commit, durability));
    }

    @Override
    public Mono<Void> checkpoint(CoreHead head) {
        return writing(writer -> writer.checkpoint(head));
    }

    @Override
    public Mono<Void> replaceKeyPair(@Nullable KeyPair keyPair) {
        return writing(writer -> writer.replaceKeyPair(keyPair));
    }

    @Override
    public Mono<Void> compact(List<ByteRange> present) {
        return writing(writer -> writer.compact(present));
    }

    @Override
    public Mono<FileSizes> sizes() {
        return reading(files::sizes);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    /** What is in memory, as {@link CoreLoader#peek} sees it in files; null before {@link #load}. */
    @Nullable
    StoredHead peek() {
        writing.lock();
        try {
            CoreState current = state;
            return current == null ? null : current.stored(files.discoveryKey());
        } finally {
            writing.unlock();
        }
    }

    /** Closes a core that could not be opened. Blocks. */
    void abandon() {
        closeNow();
    }

    private @Nullable Void closeNow() {
        writing.lock();
        try {
            closed = true;
            if (writer != null) {
                writer.close();
            }
            for (PooledFile file : files.all()) {
                closeQuietly(file);
            }
        } finally {
            onClosed.run();
            writing.unlock();
        }
        return null;
    }

    private static void closeQuietly(PooledFile file) {
        try {
            file.close();
        } catch (CorestoreException nothingToBeDone) {
            return;
        }
    }

    private <T> Mono<T> reading(Callable<T> task) {
        return io.call(() -> {
            checkOpen();
            return task.call();
        });
    }

    private void checkOpen() {
        if (closed) {
            throw new ClosedException("core " + files.discoveryKey() + " is closed");
        }
    }

    private Mono<Void> writing(Consumer<CoreWriter> task) {
        return locked(() -> {
            task.accept(writer());
            return null;
        });
    }

    private <T> Mono<T> locked(Callable<? extends @Nullable T> task) {
        return io.call(() -> {
            writing.lock();
            try {
                checkOpen();
                return task.call();
            } finally {
                writing.unlock();
            }
        });
    }

    private CoreState loaded() {
        CoreState current = state;
        if (current == null) {
            throw new IllegalStateException("core " + files.discoveryKey() + " is not loaded");
        }
        return current;
    }

    private CoreWriter writer() {
        if (readOnly) {
            throw new NotWritableException("core " + files.discoveryKey() + " is open for reading only");
        }
        loaded();
        return java.util.Objects.requireNonNull(writer);
    }
}
