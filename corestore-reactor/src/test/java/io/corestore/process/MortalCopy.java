package io.corestore.process;

import io.corestore.storage.io.RandomAccess;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The new file of a compaction, in the middle of which the process may end. */
record MortalCopy(RandomAccess file, Death death) implements RandomAccess {
    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        if (death.isDue(Point.MID_COMPACTION)) {
            file.write(position, source.slice(source.position(), source.remaining() / 2));
            death.now();
        }
        file.write(position, source);
    }

    @Override
    public void sync() throws IOException {
        file.sync();
    }

    @Override
    public void truncate(long size) throws IOException {
        file.truncate(size);
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        file.read(position, target);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
