package io.corestore.storage.io;

import io.corestore.ByteRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A file reduced to some of its bytes, which stay where they are; it ends with the last of them. */
final class Compaction {
    private static final int CHUNK = 1 << 20;
    private final List<ByteRange> kept;

    /** The ranges are ascending and apart. */
    Compaction(List<ByteRange> kept) {
        this.kept = kept.stream().filter(range -> !range.isEmpty()).toList();
    }

    /** Writes what is kept to an empty file and seeks over the rest, so that it becomes holes. */
    void copy(RandomAccess from, RandomAccess to) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (ByteRange range : kept) {
            for (long at = range.start(); at < range.end(); at += CHUNK) {
                from.read(at, chunk.clear().limit((int) Math.min(CHUNK, range.end() - at)));
                to.write(at, chunk.flip());
            }
        }
    }

    /** Gives up the rest in place. */
    void discardRest(RandomAccess file) throws IOException {
        long at = 0;
        for (ByteRange range : kept) {
            if (at < range.start()) {
                file.discard(at, range.start());
            }
            at = range.end();
        }
        if (at < file.size()) {
            file.truncate(at);
        }
    }
}
