package io.corestore.crypto;

import com.google.crypto.tink.prf.Prf;
import io.corestore.key.Hash;
import java.util.Arrays;

/** Keyed BLAKE2b with 32 byte digests as a Tink primitive: what derives the seeds of cores (spec page 20, section 1). */
public final class Blake2bPrf implements Prf {
    private static final int MAX_KEY = 64;

    // never written after construction and never handed out
    @SuppressWarnings("Immutable")
    private final byte[] key;

    private Blake2bPrf(byte[] key) {
        this.key = key;
    }

    /** The function under a key of 1 to 64 bytes, which are copied. */
    public static Blake2bPrf of(byte[] key) {
        if (key.length == 0 || key.length > MAX_KEY) {
            throw new IllegalArgumentException("expected a key of 1 to 64 bytes, got " + key.length);
        }
        return new Blake2bPrf(key.clone());
    }

    /** The first {@code outputLength} bytes, at most 32, of the keyed digest of {@code input}. */
    @Override
    public byte[] compute(byte[] input, int outputLength) {
        if (outputLength < 0 || outputLength > Hash.BYTES) {
            throw new IllegalArgumentException("at most 32 bytes can be derived, not " + outputLength);
        }
        return Arrays.copyOf(Blake2b.keyed(key, input).toBytes(), outputLength);
    }
}
