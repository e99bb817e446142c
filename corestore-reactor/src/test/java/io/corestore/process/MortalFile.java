package io.corestore.process;

import io.corestore.storage.format.OplogImage;
import io.corestore.storage.io.RandomAccess;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A file of a core, around whose changes the process may end. */
final class MortalFile implements RandomAccess {
    private final String kind;
    private final RandomAccess file;
    private final Death death;

    MortalFile(String name, RandomAccess file, Death death) {
        this.kind = name.substring(name.lastIndexOf('/') + 1);
        this.file = file;
        this.death = death;
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
        Point before = firstOf(position);
        if (before == null) {
            file.write(position, source);
            return;
        }
        death.at(before);
        if (death.isDue(after(before, 1))) {
            file.write(position, source.slice(source.position(), source.remaining() / 2));
            death.now();
        }
        file.write(position, source);
        death.at(after(before, 2));
    }

    @Override
    public void sync() throws IOException {
        Point before = switch (kind) {
            case "data" -> Point.BEFORE_DATA_SYNC;
            case "oplog" -> Point.BEFORE_OPLOG_SYNC;
            case "tree" -> Point.BEFORE_TREE_SYNC;
            case "bitfield" -> Point.BEFORE_BITFIELD_SYNC;
            default -> null;
        };
        around(before, file::sync);
    }

    @Override
    public void truncate(long size) throws IOException {
        Point before = switch (kind) {
            case "oplog" -> Point.BEFORE_ENTRY_CUT;
            case "tree" -> Point.BEFORE_TREE_CUT;
            default -> null;
        };
        around(before, () -> file.truncate(size));
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        file.read(position, target);
    }

    @Override
    public void readUpTo(long position, ByteBuffer target) throws IOException {
        file.readUpTo(position, target);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    public void discard(long start, long end) throws IOException {
        file.discard(start, end);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void around(@Nullable Point before, Change change) throws IOException {
        if (before != null) {
            death.at(before);
        }
        change.run();
        if (before != null) {
            death.at(after(before, 1));
        }
    }

    private @Nullable Point firstOf(long position) {
        return switch (kind) {
            case "data" -> Point.BEFORE_DATA;
            case "oplog" -> position < OplogImage.ENTRIES ? Point.BEFORE_HEADER : Point.BEFORE_ENTRY;
            case "header" -> Point.BEFORE_LARGE_HEADER;
            case "tree" -> Point.BEFORE_NODES;
            case "bitfield" -> Point.BEFORE_PAGES;
            default -> null;
        };
    }

    private static Point after(Point before, int steps) {
        return Point.values()[before.ordinal() + steps];
    }

    /** What changes a file. */
    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }
}
