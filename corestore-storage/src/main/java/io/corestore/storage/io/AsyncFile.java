package io.corestore.storage.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A file of the operating system. The asynchronous channel works in the calling thread, so that a group of operations
 * costs no change of thread; unlike the other channel, it stays open when that thread is interrupted.
 */
final class AsyncFile implements RandomAccess {
    private final Path path;
    private final AsynchronousFileChannel channel;
    private volatile boolean resized;

    private AsyncFile(Path path, AsynchronousFileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static AsyncFile open(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return new AsyncFile(path, AsynchronousFileChannel.open(path, options, DirectExecutor.INSTANCE, attributes));
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        readUpTo(position, target);
        if (target.hasRemaining()) {
            throw new EOFException("ends " + target.remaining() + " bytes too early");
        }
    }

    @Override
    public void readUpTo(long position, ByteBuffer target) throws IOException {
        long at = position;
        while (target.hasRemaining()) {
            int count = result(channel.read(target, at));
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        long at = position;
        while (source.hasRemaining()) {
            at += result(channel.write(source, at));
        }
    }

    @Override
    public void sync() throws IOException {
        channel.force(resized);
        resized = false;
    }

    @Override
    public void truncate(long size) throws IOException {
        resized = true;
        if (channel.size() < size) {
            write(size - 1, ByteBuffer.allocate(1));
        } else {
            channel.truncate(size);
        }
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    /** Punches a hole where the system can; where not, the bytes stay. */
    @Override
    public void discard(long start, long end) throws IOException {
        long last = Math.min(end, size());
        if (start < last && path.getFileSystem() == FileSystems.getDefault()) {
            HolePuncher.instance().ifPresent(puncher -> puncher.punch(path, start, last));
        }
    }

    /** An exclusive lock on the whole file, held until the file is closed; null if another one holds it. */
    @Nullable
    FileLock tryLock() throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldHere) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int result(Future<Integer> done) throws IOException {
        try {
            return done.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
        } catch (InterruptedException impossible) {
            throw new IOException("an operation in place was waited for", impossible);
        }
    }
}
