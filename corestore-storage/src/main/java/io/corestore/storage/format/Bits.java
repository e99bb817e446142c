package io.corestore.storage.format;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits of the bitfield file (spec page 23, section 2):
 *
 * <pre>
 * bitfield = *page      page p at 4096 * p, written whole
 * page     = 32768 bits block i is bit i &amp; 7 of byte i &gt;&gt; 3; 1 = its bytes are stored
 * </pre>
 */
public final class Bits {
    public static final int PAGE_BYTES = 4096;
    public static final int PAGE_BITS = PAGE_BYTES * 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bits() {}

    /** Sets or clears the bits {@code [start, end)}. */
    public static void fill(byte[] bytes, int start, int end, boolean value) {
        int at = start;
        while (at < end) {
            if ((at & 7) == 0 && end - at >= 8) {
                int whole = (end - at) / 8;
                java.util.Arrays.fill(bytes, at >> 3, (at >> 3) + whole, (byte) (value ? -1 : 0));
                at += whole * 8;
            } else {
                int mask = 1 << (at & 7);
                bytes[at >> 3] = (byte) (value ? bytes[at >> 3] | mask : bytes[at >> 3] & ~mask);
                at++;
            }
        }
    }

    /** Adds the set bits among the first {@code count} bytes to a set, the first one being {@code base}. */
    public static void collect(byte[] bytes, int count, long base, RangeSet into) {
        int bits = count * 8;
        int start = next(bytes, 0, bits, true);
        while (start < bits) {
            int end = next(bytes, start, bits, false);
            into.add(base + start, base + end);
            start = next(bytes, end, bits, true);
        }
    }

    /** The first bit from {@code from} on that has this value, or {@code bits}; the array is a multiple of 8 long. */
    private static int next(byte[] bytes, int from, int bits, boolean value) {
        int at = from;
        while (at < bits) {
            long word = (long) LONGS.get(bytes, at >> 6 << 3);
            long rest = (value ? word : ~word) >>> (at & 63);
            if (rest != 0) {
                return Math.min(bits, at + Long.numberOfTrailingZeros(rest));
            }
            at = (at | 63) + 1;
        }
        return bits;
    }
}
