package io.corestore.storage.format;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A checked piece of an oplog. The whole file (spec page 22):
 *
 * <pre>
 * oplog   = slot slot entries             slots at 0 and 4096, entries from 8192
 * slot    = frame(header) unspecified     {@link HeaderCodec}; {@link SlotBits} says which slot counts
 * entries = *frame(entry)                 {@link Entry}; all with the bit of the active slot
 * frame   = crc32 word content
 * crc32   = 4 bytes LE                    IEEE, over word and content
 * word    = 4 bytes LE                    length of content * 4 + partial * 2 + bit
 * </pre>
 *
 * <p>Frames with {@code partial} belong together with the next one: all of them count or none.
 *
 * @param start of the content in the file
 * @param end of the content, exclusive
 */
public record Frame(byte[] file, int start, int end, boolean partial, boolean bit) {
    /** The bytes before the content. */
    public static final int HEADER_BYTES = 8;

    /** Contents are shorter than this. */
    public static final int MAX_CONTENT = 1 << 30;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The frame at an offset of a file; null if it is torn or damaged. */
    public static @Nullable Frame at(byte[] file, int offset) {
        int start = offset + HEADER_BYTES;
        if (start < 0 || start > file.length) {
            return null;
        }
        int word = (int) INTS.get(file, offset + 4);
        int length = word >>> 2;
        if (length > file.length - start) {
            return null;
        }
        boolean intact = (int) INTS.get(file, offset) == crc(file, offset + 4, start + length);
        return intact ? new Frame(file, start, start + length, (word & 2) != 0, (word & 1) != 0) : null;
    }

    /** The word of a frame at an offset, whole or not; null if the file ends before. */
    static @Nullable Integer wordAt(byte[] file, int offset) {
        return offset + HEADER_BYTES > file.length ? null : (int) INTS.get(file, offset + 4);
    }

    /** Appends a frame around {@code content}. */
    public static void write(CompactWriter out, byte[] content, boolean partial, boolean bit) {
        if (content.length >= MAX_CONTENT) {
            throw new IllegalArgumentException("a frame cannot hold " + content.length + " bytes");
        }
        byte[] header = new byte[HEADER_BYTES];
        INTS.set(header, 4, content.length << 2 | (partial ? 2 : 0) | (bit ? 1 : 0));
        CRC32 crc = new CRC32();
        crc.update(header, 4, 4);
        crc.update(content);
        INTS.set(header, 0, (int) crc.getValue());
        out.fixed(header).fixed(content);
    }

    public CompactReader content() {
        return CompactReader.of(file, start, end);
    }

    private static int crc(byte[] file, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(file, from, to - from);
        return (int) crc.getValue();
    }
}
