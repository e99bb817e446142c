package io.corestore.sweep;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Makes the checksums of an oplog right, whatever became of its bytes. */
final class Checksums {
    private static final int SLOT = 4096;
    private static final int HEADER = 8;

    private Checksums() {}

    /** @param start of the oplog in the array */
    static void makeRight(byte[] bytes, int start, int end) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        frame(file, start, end);
        frame(file, start + SLOT, end);
        int at = start + 2 * SLOT;
        while (at > 0) {
            at = frame(file, at, end);
        }
    }

    /** Where the frame ends; -1 if there is none. */
    private static int frame(ByteBuffer file, int at, int end) {
        if (at + HEADER > end) {
            return -1;
        }
        int length = file.getInt(at + 4) >>> 2;
        if (length == 0 || length > end - at - HEADER) {
            return -1;
        }
        CRC32 crc = new CRC32();
        crc.update(file.array(), at + 4, length + 4);
        file.putInt(at, (int) crc.getValue());
        return at + HEADER + length;
    }
}
