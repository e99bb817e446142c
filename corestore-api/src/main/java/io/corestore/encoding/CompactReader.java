package io.corestore.encoding;

import io.corestore.error.DecodingException;
import io.corestore.key.Hash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads compact encoding (spec page 01) from a piece of an array, front to back. Every length is checked against what
 * remains before anything is allocated; numbers above 2^53 - 1 are refused.
 */
public final class CompactReader {
    /** The largest number that compact encoding carries. */
    public static final long MAX_UINT = (1L << 53) - 1;

    private static final int MAX_ARRAY = 0x100000;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int position;

    private CompactReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    public static CompactReader of(byte[] bytes) {
        return new CompactReader(bytes, 0, bytes.length);
    }

    /** Reads {@code bytes[start, end)}; the array is not copied and must not change. */
    public static CompactReader of(byte[] bytes, int start, int end) {
        if (start < 0 || start > end || end > bytes.length) {
            throw new IndexOutOfBoundsException("[" + start + ", " + end + ") of " + bytes.length);
        }
        return new CompactReader(bytes, start, end);
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    public boolean hasRemaining() {
        return position < end;
    }

    /** A number of 1, 3, 5 or 9 bytes; longer forms than needed are accepted. */
    public long uint() {
        int first = uint8();
        if (first < 0xfd) {
            return first;
        }
        if (first == 0xfd) {
            return uint16();
        }
        return first == 0xfe ? uint32() : uint64();
    }

    /** A number that counts bytes or elements and so cannot exceed {@code limit}. */
    public int count(int limit) {
        long count = uint();
        if (count > limit) {
            throw new DecodingException("count " + count + " exceeds " + limit);
        }
        return (int) count;
    }

    public int uint8() {
        return bytes[take(1)] & 0xff;
    }

    public int uint16() {
        int at = take(2);
        return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
    }

    public long uint32() {
        return (int) INTS.get(bytes, take(4)) & 0xffffffffL;
    }

    /** Eight bytes, at most 2^53 - 1. */
    public long uint64() {
        long value = (long) LONGS.get(bytes, take(8));
        if (value < 0 || value > MAX_UINT) {
            throw new DecodingException("number above 2^53 - 1");
        }
        return value;
    }

    public Hash hash() {
        return Hash.of(bytes, take(Hash.BYTES));
    }

    /** A copy of the next {@code length} bytes. */
    public byte[] fixed(int length) {
        int at = take(length);
        return java.util.Arrays.copyOfRange(bytes, at, at + length);
    }

    /** A length and that many bytes, as a copy. */
    public byte[] buffer() {
        return fixed(length());
    }

    /** A length and that many bytes, as a read-only view of this reader's array. */
    public ByteBuffer slice() {
        int length = length();
        return view(take(length), length);
    }

    /** Everything up to the end, as a read-only view of this reader's array. */
    public ByteBuffer raw() {
        int length = remaining();
        return view(take(length), length);
    }

    /** A length in bytes and UTF-8; malformed sequences become U+FFFD. */
    public String string() {
        int length = length();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    /** A count and that many 32 bit words of 4 bytes, as little-endian bytes in a read-only view. */
    public ByteBuffer words() {
        int words = count(remaining() / 4);
        return view(take(words * 4), words * 4);
    }

    /** A count and that many elements of at least {@code minimumBytes} each. */
    public <T> List<T> array(int minimumBytes, Function<CompactReader, T> element) {
        long count = uint();
        if (count > MAX_ARRAY || count > remaining() / minimumBytes) {
            throw new DecodingException("array of " + count + " elements does not fit");
        }
        List<T> list = new ArrayList<>((int) count);
        for (int i = 0; i < count; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** A reader of the next {@code length} bytes, which this one skips. */
    public CompactReader part(int length) {
        int at = take(length);
        return new CompactReader(bytes, at, at + length);
    }

    private int length() {
        return count(remaining());
    }

    private ByteBuffer view(int at, int length) {
        return ByteBuffer.wrap(bytes, at, length).slice().asReadOnlyBuffer();
    }

    private int take(int length) {
        if (length < 0 || length > end - position) {
            throw new DecodingException("Out of bounds");
        }
        int at = position;
        position += length;
        return at;
    }
}
