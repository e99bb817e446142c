package io.corestore.storage.test;

import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A place that knows which of its files are open: those still open in the end leaked. */
public final class OpenFiles implements Volume {
    private final Volume volume;
    private final Set<Handle> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger most = new AtomicInteger();

    public OpenFiles(Volume volume) {
        this.volume = volume;
    }

    /** The names of the files that are open now. */
    public List<String> names() {
        return open.stream().map(handle -> handle.name).sorted().toList();
    }

    /** How many were open at once at most. */
    public int most() {
        return most.get();
    }

    @Override
    public RandomAccess open(String name) throws IOException {
        return new Handle(name, volume.open(name));
    }

    @Override
    public RandomAccess create(String name) throws IOException {
        return new Handle(name, volume.create(name));
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        volume.put(name, content);
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        return volume.replace(name, content);
    }

    @Override
    public void tidy(String name) throws IOException {
        volume.tidy(name);
    }

    @Override
    public void delete(String name) throws IOException {
        volume.delete(name);
    }

    @Override
    public void prune(String folder) throws IOException {
        volume.prune(folder);
    }

    @Override
    public List<String> list(String folder) throws IOException {
        return volume.list(folder);
    }

    @Override
    public void syncEntry(String name) throws IOException {
        volume.syncEntry(name);
    }

    @Override
    public long usableSpace() throws IOException {
        return volume.usableSpace();
    }

    private final class Handle implements RandomAccess {
        private final String name;
        private final RandomAccess file;

        Handle(String name, RandomAccess file) {
            this.name = name;
            this.file = file;
            open.add(this);
            most.accumulateAndGet(open.size(), Math::max);
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            checkOpen();
            file.read(position, target);
        }

        @Override
        public void readUpTo(long position, ByteBuffer target) throws IOException {
            checkOpen();
            file.readUpTo(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            checkOpen();
            file.write(position, source);
        }

        @Override
        public void sync() throws IOException {
            checkOpen();
            file.sync();
        }

        @Override
        public void truncate(long size) throws IOException {
            checkOpen();
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            checkOpen();
            return file.size();
        }

        @Override
        public void discard(long start, long end) throws IOException {
            checkOpen();
            file.discard(start, end);
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            file.close();
        }

        private void checkOpen() {
            if (!open.contains(this)) {
                throw new IllegalStateException(name + " was used after it was closed");
            }
        }
    }
}
