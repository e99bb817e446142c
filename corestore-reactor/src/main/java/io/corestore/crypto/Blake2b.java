package io.corestore.crypto;

import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/**
 * BLAKE2b (RFC 7693), unkeyed and keyed, with digests of 32 and 64 bytes (spec page 02, section 1). An instance hashes
 * one message after the other and belongs to one thread at a time; the static methods may be called by any.
 */
public final class Blake2b {
    private static final int BITS_256 = 256;
    private static final int BYTES_512 = 64;
    private static final int CHUNK = 4096;

    private final Blake2bDigest digest = new Blake2bDigest(BITS_256);
    private final byte[] out = new byte[Hash.BYTES];
    private final byte[] scratch = new byte[CHUNK];

    /** Starts a message of its own; 32 byte digests without key. */
    public Blake2b() {}

    public Blake2b update(byte value) {
        digest.update(value);
        return this;
    }

    public Blake2b update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** Reads from position to limit; the position stays. */
    public Blake2b update(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            digest.update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            return this;
        }
        for (int at = bytes.position(); at < bytes.limit(); at += CHUNK) {
            int length = Math.min(CHUNK, bytes.limit() - at);
            bytes.get(at, scratch, 0, length);
            digest.update(scratch, 0, length);
        }
        return this;
    }

    /** The digest of what was given since the last one; the next message starts. */
    public Hash digest() {
        digest.doFinal(out, 0);
        return Hash.of(out, 0);
    }

    /** 32 bytes over the parts, as if they were one. */
    public static Hash hash(byte[]... parts) {
        return Hash.of(finish(new Blake2bDigest(BITS_256), Hash.BYTES, parts));
    }

    /** 32 bytes over the parts, under a key of 1 to 64 bytes. */
    public static Hash keyed(byte[] key, byte[]... parts) {
        return Hash.of(finish(new Blake2bDigest(key, Hash.BYTES, null, null), Hash.BYTES, parts));
    }

    /** 64 bytes over the parts, as if they were one. */
    public static byte[] hash512(byte[]... parts) {
        return finish(new Blake2bDigest(2 * BITS_256), BYTES_512, parts);
    }

    private static byte[] finish(Blake2bDigest digest, int length, byte[][] parts) {
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] result = new byte[length];
        digest.doFinal(result, 0);
        return result;
    }
}
