package io.corestore.storage.corestore6;

import io.corestore.ByteRange;
import io.corestore.spi.CoreCommit.BlockBytes;
import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data file of one core: its blocks back to back (spec page 23, section 3). Small blocks at its end get room ahead, and
 * a close gives it back; nobody needs the file to end with its last block.
 */
final class BlockFile {
    private static final int CHUNK = 4 * 1024 * 1024;
    private static final int MOST_ROOM = 64 * 1024;
    private static final int SMALL = MOST_ROOM / 8;
    private final PooledFile file;
    private final RoomAhead room;

    BlockFile(PooledFile file) {
        this.file = file;
        this.room = new RoomAhead(file, MOST_ROOM, 0);
    }

    /** Reads neighbours in one go; null if the file ends before their end. */
    @Nullable
    List<ByteBuffer> read(long byteOffset, int[] lengths) {
        long wanted = 0;
        for (int length : lengths) {
            wanted += length;
        }
        if (wanted > CHUNK && (wanted > Integer.MAX_VALUE || byteOffset + wanted > file.size())) {
            return null;
        }
        int total = (int) wanted;
        ByteBuffer bytes = ByteBuffer.allocate(total);
        if (total > 0 && !file.read(byteOffset, bytes)) {
            return null;
        }
        ByteBuffer shared = bytes.asReadOnlyBuffer();
        List<ByteBuffer> blocks = new ArrayList<>(lengths.length);
        int at = 0;
        for (int length : lengths) {
            blocks.add(shared.slice(at, length));
            at += length;
        }
        return blocks;
    }

    /** Writes blocks; those that follow one another go together. */
    void write(List<BlockBytes> blocks) {
        int from = 0;
        while (from < blocks.size()) {
            int to = from + 1;
            long bytes = blocks.get(from).bytes().remaining();
            while (to < blocks.size() && follows(blocks.get(to - 1), blocks.get(to)) && bytes < CHUNK) {
                bytes += blocks.get(to).bytes().remaining();
                to++;
            }
            write(blocks.subList(from, to), bytes);
            from = to;
        }
    }

    void discard(List<ByteRange> ranges) {
        for (ByteRange range : ranges) {
            if (range.start() < range.end()) {
                file.discard(range.start(), range.end());
            }
        }
    }

    /** Gives up all bytes but these. */
    void compact(List<ByteRange> present) {
        room.endAt(0);
        file.keepOnly(present);
    }

    /** Ends the file with its last bytes. */
    void trim() {
        room.trim();
    }

    /** Removes what a crash left of {@link #compact}. */
    void tidy() {
        file.tidy();
    }

    void sync() {
        file.sync();
    }

    private void write(List<BlockBytes> run, long bytes) {
        BlockBytes first = run.get(0);
        if (run.size() == 1) {
            write(first.byteOffset(), first.bytes().duplicate());
            return;
        }
        ByteBuffer joined = ByteBuffer.allocate(Math.toIntExact(bytes));
        run.forEach(block -> joined.put(block.bytes().duplicate()));
        write(first.byteOffset(), joined.flip());
    }

    /** Large blocks need no room, and a small file stays small. */
    private void write(long position, ByteBuffer bytes) {
        if (room.holds(position + bytes.remaining()) || position == file.size()) {
            room.write(position, bytes, bytes.remaining() < SMALL ? position : 0);
        } else {
            file.write(position, bytes);
        }
    }

    private static boolean follows(BlockBytes left, BlockBytes right) {
        return left.byteOffset() + left.bytes().remaining() == right.byteOffset();
    }
}
