package io.corestore.transport;

import io.corestore.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames, a 24 bit little-endian length and that many bytes (spec page 04, section 1), in chunks that may end
 * anywhere. A length above the limit is refused as soon as it is read, and memory is taken for bytes that have arrived,
 * at most twice as much, never for bytes that were announced.
 *
 * <p>Not safe for use by several threads.
 */
final class FrameSplitter {
    static final int LENGTH_BYTES = 3;
    private static final byte[] EMPTY = {};

    private int limit;
    private ByteBuffer chunk = ByteBuffer.wrap(EMPTY);
    private int lengthBytes;
    private int length;
    private byte[] body = EMPTY;
    private int received;

    FrameSplitter(int limit) {
        this.limit = limit;
    }

    /** The most bytes that the next frames may have. */
    void limit(int bytes) {
        limit = bytes;
    }

    /** Gives the next bytes; those of the chunk before have all been taken. The buffer is only read. */
    void feed(ByteBuffer bytes) {
        chunk = bytes.slice();
    }

    /** The next whole frame, in an array of its own; null if more bytes are needed. */
    byte @Nullable [] next() {
        while (lengthBytes < LENGTH_BYTES) {
            if (!chunk.hasRemaining()) {
                return null;
            }
            length |= (chunk.get() & 0xff) << 8 * lengthBytes++;
        }
        if (length > limit) {
            throw new ProtocolException("a frame of " + length + " bytes exceeds the limit of " + limit);
        }
        return receive() ? finish() : null;
    }

    private boolean receive() {
        int taken = Math.min(chunk.remaining(), length - received);
        if (received + taken > body.length) {
            int room = Math.min(length, Math.max(received + taken, 2 * received));
            body = Arrays.copyOf(body, room);
        }
        chunk.get(body, received, taken);
        received += taken;
        return received == length;
    }

    private byte[] finish() {
        byte[] frame = body.length == length ? body : Arrays.copyOf(body, length);
        body = EMPTY;
        lengthBytes = 0;
        length = 0;
        received = 0;
        return frame;
    }
}
