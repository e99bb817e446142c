package io.corestore.sweep;

import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** Files whose steps go through a {@link Bug}. */
record BuggyVolume(Bug bug, Path folder, Volume real) implements Volume {
    @Override
    public RandomAccess open(String name) throws IOException {
        return new BuggyFile(bug, name, real.open(name));
    }

    @Override
    public RandomAccess create(String name) throws IOException {
        return new BuggyFile(bug, name, real.create(name));
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        bug.put(folder, real, name, content);
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        return bug.replace(real, name, content);
    }

    @Override
    public void tidy(String name) throws IOException {
        real.tidy(name);
    }

    @Override
    public void delete(String name) throws IOException {
        bug.delete(real, name);
    }

    @Override
    public void prune(String pruned) throws IOException {
        real.prune(pruned);
    }

    @Override
    public List<String> list(String listed) throws IOException {
        return real.list(listed);
    }

    @Override
    public void syncEntry(String name) throws IOException {
        bug.syncEntry(real, name);
    }

    @Override
    public long usableSpace() throws IOException {
        return real.usableSpace();
    }

    @Override
    public String systemRun() {
        return real.systemRun();
    }

    /** A file whose steps go through the bug; reads of known length do not. */
    private record BuggyFile(Bug bug, String name, RandomAccess real) implements RandomAccess {
        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            real.read(position, target);
        }

        @Override
        public void readUpTo(long position, ByteBuffer target) throws IOException {
            bug.readUpTo(name, real, position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            bug.write(name, real, position, source);
        }

        @Override
        public void sync() throws IOException {
            bug.sync(name, real);
        }

        @Override
        public void truncate(long size) throws IOException {
            bug.truncate(name, real, size);
        }

        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void discard(long start, long end) throws IOException {
            real.discard(start, end);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
