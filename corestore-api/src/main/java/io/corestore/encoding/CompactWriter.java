package io.corestore.encoding;

import io.corestore.key.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes compact encoding (spec page 01) into an array that grows. Numbers take their shortest form. */
public final class CompactWriter {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public CompactWriter() {
        this(64);
    }

    public CompactWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes were written. */
    public int size() {
        return size;
    }

    public CompactWriter uint(long value) {
        if (value < 0 || value > CompactReader.MAX_UINT) {
            throw new IllegalArgumentException("uint must be between 0 and 2^53 - 1, not " + value);
        }
        if (value < 0xfd) {
            return uint8((int) value);
        }
        if (value <= 0xffff) {
            return uint8(0xfd).uint16((int) value);
        }
        return value <= 0xffffffffL ? uint8(0xfe).uint32(value) : uint8(0xff).uint64(value);
    }

    public CompactWriter uint8(int value) {
        int at = grow(1);
        bytes[at] = (byte) value;
        return this;
    }

    public CompactWriter uint16(int value) {
        int at = grow(2);
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
        return this;
    }

    public CompactWriter uint24(int value) {
        return uint16(value).uint8(value >> 16);
    }

    public CompactWriter uint32(long value) {
        int at = grow(4);
        INTS.set(bytes, at, (int) value);
        return this;
    }

    public CompactWriter uint64(long value) {
        int at = grow(8);
        LONGS.set(bytes, at, value);
        return this;
    }

    public CompactWriter hash(Hash hash) {
        int at = grow(Hash.BYTES);
        hash.writeTo(bytes, at);
        return this;
    }

    /** The bytes themselves, without a length. */
    public CompactWriter fixed(byte[] value) {
        return fixed(value, 0, value.length);
    }

    public CompactWriter fixed(byte[] value, int offset, int length) {
        int at = grow(length);
        System.arraycopy(value, offset, bytes, at, length);
        return this;
    }

    /** The remaining bytes of a buffer, without a length; its position stays. */
    public CompactWriter fixed(ByteBuffer value) {
        int length = value.remaining();
        int at = grow(length);
        value.get(value.position(), bytes, at, length);
        return this;
    }

    /** A length and the bytes. */
    public CompactWriter buffer(byte[] value) {
        return uint(value.length).fixed(value);
    }

    /** A length and the remaining bytes; the buffer's position stays. */
    public CompactWriter buffer(ByteBuffer value) {
        return uint(value.remaining()).fixed(value);
    }

    public CompactWriter string(String value) {
        return buffer(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A count of 32 bit words and the words, given as little-endian bytes whose number is a multiple of 4. */
    public CompactWriter words(ByteBuffer words) {
        if (words.remaining() % 4 != 0) {
            throw new IllegalArgumentException("not a whole number of words: " + words.remaining() + " bytes");
        }
        return uint(words.remaining() / 4).fixed(words);
    }

    public <T> CompactWriter array(List<T> values, BiConsumer<CompactWriter, T> element) {
        uint(values.size());
        for (T value : values) {
            element.accept(this, value);
        }
        return this;
    }

    /** A fresh array of everything written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** A view of everything written, without a copy: write no more after this. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Makes room and returns where it starts. To be called before {@link #bytes} is read: the array may be a new one. */
    private int grow(int length) {
        int at = size;
        int needed = Math.addExact(size, length);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
        }
        size = needed;
        return at;
    }
}
