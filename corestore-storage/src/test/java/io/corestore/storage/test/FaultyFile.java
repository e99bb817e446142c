package io.corestore.storage.test;

import io.corestore.storage.io.RandomAccess;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file whose operations fail as {@link Faults} say; a write that fails has written its first half, or all. */
public final class FaultyFile implements RandomAccess {
    private final RandomAccess file;
    private final Faults faults;

    public FaultyFile(RandomAccess file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        faults.check("read");
        file.read(position, target);
    }

    @Override
    public void readUpTo(long position, ByteBuffer target) throws IOException {
        faults.check("read");
        file.readUpTo(position, target);
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        if (faults.next()) {
            file.write(position, source.slice(source.position(), faults.written(source.remaining())));
            throw Faults.failure("write");
        }
        file.write(position, source);
    }

    @Override
    public void sync() throws IOException {
        faults.check("sync");
        file.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
        faults.check("truncate");
        file.truncate(size);
    }

    @Override
    public long size() throws IOException {
        faults.check("size");
        return file.size();
    }

    @Override
    public void discard(long start, long end) throws IOException {
        faults.check("discard");
        file.discard(start, end);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
