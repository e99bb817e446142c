package io.corestore.storage.corestore6;

import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;

/**
 * Writes a file that grows at its end with room ahead, in zeros: a sync of bytes in place costs a good deal less than one
 * of a file that has grown.
 */
final class RoomAhead {
    private final PooledFile file;
    private final int most;

    /** Where the bytes that count end, and where the file does, as far as it is known here. */
    private long used;

    private long end;

    /**
     * @param most so much at once
     * @param used how much of the file counts
     */
    RoomAhead(PooledFile file, int most, long used) {
        this.file = file;
        this.most = most;
        endAt(used);
    }

    /** Whether bytes up to here change no size. */
    boolean holds(long position) {
        return position <= end;
    }

    /**
     * Writes inside the room, or past its end, with new room behind.
     *
     * @param wanted how much new room is worth its space
     */
    void write(long position, ByteBuffer bytes, long wanted) {
        long after = position + bytes.remaining();
        if (holds(after)) {
            file.write(position, bytes);
        } else {
            int more = (int) Math.min(wanted, most);
            ByteBuffer padded = ByteBuffer.allocate(bytes.remaining() + more).put(bytes);
            file.write(position, padded.clear());
            end = after + more;
        }
        used = Math.max(used, after);
    }

    /** The file was cut, or is about to be: there is no room behind its end. */
    void endAt(long size) {
        used = size;
        end = size;
    }

    /** Gives back what was not used, if nobody else has made the file longer. */
    void trim() {
        if (used < end && file.size() == end) {
            file.truncate(used);
        }
        end = used;
    }
}
