package io.corestore.storage.test;

import io.corestore.storage.io.MemoryFile;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A place in memory that remembers every change in order, syncs among them, so that a test can make what a crash may
 * leave: {@link #image} applies a prefix, and may tear its last write. What was changed and not synced is in
 * {@link #changes}; images that reorder or lose it are made from there.
 */
public final class RecordingVolume implements Volume {
    private final MemoryVolume volume;
    private final List<Change> changes;

    public RecordingVolume() {
        this(new MemoryVolume(), List.of());
    }

    private RecordingVolume(MemoryVolume volume, List<Change> before) {
        this.volume = volume;
        this.changes = Collections.synchronizedList(new ArrayList<>(before));
    }

    /** A place in which these changes were made already. */
    public static RecordingVolume continuing(List<Change> before) {
        return new RecordingVolume(image(before, 0), before);
    }

    /** One change of the place. */
    public sealed interface Change {
        String name();
    }

    /** Bytes were written. */
    public record Written(String name, long position, byte[] bytes) implements Change {}

    /** The size was set. */
    public record Truncated(String name, long size) implements Change {}

    /** The file was synced. */
    public record Synced(String name) implements Change {}

    /** A file was made, empty. */
    public record Created(String name) implements Change {}

    /** A file was made, whole and durably. */
    public record Put(String name, byte[] content) implements Change {}

    /** A whole file took the place of another one. */
    public record Replaced(String name, byte[] content) implements Change {}

    /** A file was deleted. */
    public record Deleted(String name) implements Change {}

    /** The folder around a file was synced. */
    public record EntrySynced(String name) implements Change {}

    /** All changes so far. */
    public List<Change> changes() {
        synchronized (changes) {
            return List.copyOf(changes);
        }
    }

    /** What is there after the first changes, without the last {@code missing} bytes of the last one if it is a write. */
    public static MemoryVolume image(List<Change> changes, int missing) {
        MemoryVolume image = new MemoryVolume();
        for (int i = 0; i < changes.size(); i++) {
            apply(changes.get(i), image, i == changes.size() - 1 ? missing : 0);
        }
        return image;
    }

    /**
     * What is there after a power cut: every change that was synced, and of the others those that {@code kept} says. A
     * file whose entry is lost is gone.
     */
    public static MemoryVolume powerCut(List<Change> changes, BooleanSupplier kept) {
        MemoryVolume image = new MemoryVolume();
        Set<String> synced = new HashSet<>();
        Set<String> entries = new HashSet<>();
        List<Change> survivors = new ArrayList<>();
        Set<String> gone = new HashSet<>();
        for (int i = changes.size() - 1; i >= 0; i--) {
            Change change = changes.get(i);
            if (change instanceof Synced) {
                synced.add(change.name());
            } else if (change instanceof EntrySynced) {
                entries.add(change.name());
            } else if (change instanceof Created) {
                if (!entries.contains(change.name()) && !kept.getAsBoolean()) {
                    gone.add(change.name());
                }
            } else if (change instanceof Replaced) {
                if (entries.contains(change.name()) || kept.getAsBoolean()) {
                    survivors.add(0, change);
                }
            } else if (change instanceof Put
                    || change instanceof Deleted
                    || synced.contains(change.name())
                    || kept.getAsBoolean()) {
                survivors.add(0, change);
            }
        }
        survivors.stream().filter(change -> !gone.contains(change.name())).forEach(change -> apply(change, image, 0));
        return image;
    }

    private static void apply(Change change, MemoryVolume image, int missing) {
        try {
            if (change instanceof Written write) {
                ByteBuffer bytes = ByteBuffer.wrap(write.bytes, 0, Math.max(0, write.bytes.length - missing));
                image.create(write.name).write(write.position, bytes);
            } else if (change instanceof Truncated cut) {
                image.create(cut.name).truncate(cut.size);
            } else if (change instanceof Created created) {
                image.create(created.name);
            } else if (change instanceof Put put) {
                image.put(put.name, ByteBuffer.wrap(put.content));
            } else if (change instanceof Replaced replaced) {
                image.put(replaced.name, ByteBuffer.wrap(replaced.content));
            } else if (change instanceof Deleted deleted) {
                image.delete(deleted.name);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public RandomAccess open(String name) throws IOException {
        return new Recorded(name, volume.open(name));
    }

    @Override
    public RandomAccess create(String name) {
        changes.add(new Created(name));
        return new Recorded(name, volume.create(name));
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        byte[] copy = copy(content);
        changes.add(new Put(name, copy));
        volume.put(name, ByteBuffer.wrap(copy));
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        MemoryFile fresh = new MemoryFile();
        content.writeTo(fresh);
        ByteBuffer bytes = ByteBuffer.allocate((int) fresh.size());
        fresh.read(0, bytes);
        changes.add(new Replaced(name, bytes.array()));
        volume.put(name, bytes.flip());
        return true;
    }

    @Override
    public void delete(String name) {
        changes.add(new Deleted(name));
        volume.delete(name);
    }

    @Override
    public void prune(String folder) {}

    @Override
    public List<String> list(String folder) {
        return volume.list(folder);
    }

    @Override
    public void syncEntry(String name) {
        changes.add(new EntrySynced(name));
    }

    @Override
    public long usableSpace() {
        return volume.usableSpace();
    }

    private static byte[] copy(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return bytes;
    }

    private final class Recorded implements RandomAccess {
        private final String name;
        private final RandomAccess file;

        Recorded(String name, RandomAccess file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public void read(long position, ByteBuffer target) throws IOException {
            file.read(position, target);
        }

        @Override
        public void write(long position, ByteBuffer source) throws IOException {
            byte[] bytes = copy(source);
            changes.add(new Written(name, position, bytes));
            file.write(position, ByteBuffer.wrap(bytes));
        }

        @Override
        public void sync() {
            changes.add(new Synced(name));
        }

        @Override
        public void truncate(long size) throws IOException {
            changes.add(new Truncated(name, size));
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() {}
    }
}
