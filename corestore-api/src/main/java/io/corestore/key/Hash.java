package io.corestore.key;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * 32 bytes: a BLAKE2b-256 digest, a public key, a namespace. Immutable, compared by content.
 *
 * @param a bytes 0 to 7, little-endian
 * @param b bytes 8 to 15, little-endian
 * @param c bytes 16 to 23, little-endian
 * @param d bytes 24 to 31, little-endian
 */
public record Hash(long a, long b, long c, long d) {
    /** The number of bytes of every hash. */
    public static final int BYTES = 32;

    /** 32 zero bytes: the default namespace of a store. */
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The hash of exactly these 32 bytes, which are copied. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("expected 32 bytes, got " + bytes.length);
        }
        return of(bytes, 0);
    }

    /** The hash of the 32 bytes at {@code offset}, which are copied. */
    public static Hash of(byte[] bytes, int offset) {
        return new Hash(
                (long) LONGS.get(bytes, offset),
                (long) LONGS.get(bytes, offset + 8),
                (long) LONGS.get(bytes, offset + 16),
                (long) LONGS.get(bytes, offset + 24));
    }

    /** The hash written as 64 hex digits of any case. */
    public static Hash fromHex(String hex) {
        return of(Ids.fromHex(hex));
    }

    /** Writes the 32 bytes at {@code offset}. */
    public void writeTo(byte[] target, int offset) {
        LONGS.set(target, offset, a);
        LONGS.set(target, offset + 8, b);
        LONGS.set(target, offset + 16, c);
        LONGS.set(target, offset + 24, d);
    }

    /** A fresh array of the 32 bytes. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        writeTo(bytes, 0);
        return bytes;
    }

    /** 64 lower case hex digits. */
    public String toHex() {
        return Ids.toHex(toBytes());
    }

    @Override
    public String toString() {
        return toHex();
    }
}
