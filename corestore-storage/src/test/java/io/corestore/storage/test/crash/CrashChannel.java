package io.corestore.storage.test.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.CompletionHandler;
import java.nio.channels.FileLock;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** An open file or folder; everything is done in the calling thread. */
final class CrashChannel extends AsynchronousFileChannel {
    private final Tree tree;
    private final Node node;
    private final String path;
    private final boolean reads;
    private final boolean writes;
    private volatile boolean closed;

    CrashChannel(Tree tree, Node node, String path, boolean reads, boolean writes) {
        this.tree = tree;
        this.node = node;
        this.path = path;
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public long size() throws IOException {
        return tree.size(file());
    }

    @Override
    public CrashChannel truncate(long size) throws IOException {
        checkWrites();
        tree.truncate(file(), path, size);
        return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        checkOpen();
        tree.force(node, path);
    }

    int readNow(ByteBuffer target, long position) throws IOException {
        if (!reads) {
            throw new NonReadableChannelException();
        }
        return tree.read(file(), path, position, target);
    }

    int writeNow(ByteBuffer source, long position) throws IOException {
        checkWrites();
        byte[] bytes = new byte[source.remaining()];
        source.duplicate().get(bytes);
        tree.write(file(), path, position, bytes);
        source.position(source.limit());
        return bytes.length;
    }

    @Override
    public Future<Integer> read(ByteBuffer target, long position) {
        try {
            return CompletableFuture.completedFuture(readNow(target, position));
        } catch (IOException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    @Override
    public Future<Integer> write(ByteBuffer source, long position) {
        try {
            return CompletableFuture.completedFuture(writeNow(source, position));
        } catch (IOException failed) {
            return CompletableFuture.failedFuture(failed);
        }
    }

    @Override
    public <A> void read(
            ByteBuffer target, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
        int count;
        try {
            count = readNow(target, position);
        } catch (IOException failed) {
            handler.failed(failed, attachment);
            return;
        }
        handler.completed(count, attachment);
    }

    @Override
    public <A> void write(
            ByteBuffer source, long position, A attachment, CompletionHandler<Integer, ? super A> handler) {
        int count;
        try {
            count = writeNow(source, position);
        } catch (IOException failed) {
            handler.failed(failed, attachment);
            return;
        }
        handler.completed(count, attachment);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        Node.File file = file();
        synchronized (tree) {
            if (file.locker != null) {
                throw new OverlappingFileLockException();
            }
            file.locker = this;
        }
        return new Lock(this, position, size, shared);
    }

    @Override
    public Future<FileLock> lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <A> void lock(
            long position, long size, boolean shared, A attachment, CompletionHandler<FileLock, ? super A> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
        unlock();
    }

    private void unlock() {
        synchronized (tree) {
            if (node instanceof Node.File file && file.locker == this) {
                file.locker = null;
            }
        }
    }

    private Node.File file() throws IOException {
        checkOpen();
        if (node instanceof Node.File file) {
            return file;
        }
        throw new IOException("Is a directory");
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private void checkWrites() {
        if (!writes) {
            throw new NonWritableChannelException();
        }
    }

    private static final class Lock extends FileLock {
        private final CrashChannel channel;
        private volatile boolean released;

        Lock(CrashChannel channel, long position, long size, boolean shared) {
            super(channel, position, size, shared);
            this.channel = channel;
        }

        @Override
        public boolean isValid() {
            return !released && channel.isOpen();
        }

        @Override
        public void release() {
            released = true;
            channel.unlock();
        }
    }
}
