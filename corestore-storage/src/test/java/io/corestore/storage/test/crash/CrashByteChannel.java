package io.corestore.storage.test.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** The channel that streams and {@link java.nio.file.Files#readAllBytes} use. */
final class CrashByteChannel implements SeekableByteChannel {
    private final CrashChannel file;
    private long position;

    CrashByteChannel(CrashChannel file) {
        this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = file.readNow(target, position);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int count = file.writeNow(source, position);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long next) {
        position = next;
        return this;
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        file.truncate(size);
        position = Math.min(position, size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return file.isOpen();
    }

    @Override
    public void close() {
        file.close();
    }
}
