package io.corestore.crypto;

import com.google.crypto.tink.Aead;
import io.corestore.error.WrongSealException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Encrypts the primary key of a store with a key that is kept elsewhere: in a Tink keyset, or in a key management service
 * that never gives it away. What it makes is bound to this purpose: the associated data is {@code corestore/primary-key}.
 *
 * <p>The methods block as long as the {@link Aead} does. May be used by any thread if it may.
 */
public final class KeySeal {
    private static final int KEY_BYTES = 32;
    private static final byte[] PURPOSE = "corestore/primary-key".getBytes(StandardCharsets.US_ASCII);

    private final Aead aead;

    private KeySeal(Aead aead) {
        this.aead = aead;
    }

    /** Seals with this primitive. A keyset that is rotated still opens what an older key of it sealed. */
    public static KeySeal with(Aead aead) {
        return new KeySeal(aead);
    }

    /**
     * The primary key, encrypted.
     *
     * @param primaryKey 32 bytes
     * @throws WrongSealException if the primitive fails
     */
    public byte[] seal(byte[] primaryKey) {
        requireLength(primaryKey);
        try {
            return Sealed.seal(aead, primaryKey, PURPOSE);
        } catch (GeneralSecurityException failed) {
            throw new WrongSealException("the primary key could not be sealed: " + failed.getMessage(), failed);
        }
    }

    /**
     * The 32 bytes of the primary key.
     *
     * @param sealed what {@link #seal} made
     * @throws WrongSealException if it was sealed with another key, was damaged, or is of the format of a later version
     */
    public byte[] open(byte[] sealed) {
        try {
            byte[] primaryKey = Sealed.open(aead, sealed, PURPOSE);
            requireLength(primaryKey);
            return primaryKey;
        } catch (GeneralSecurityException failed) {
            throw new WrongSealException(
                    "the primary key does not open with the seal given, but was sealed with another key or damaged: "
                            + failed.getMessage(),
                    failed);
        }
    }

    private static void requireLength(byte[] primaryKey) {
        if (primaryKey.length != KEY_BYTES) {
            throw new IllegalArgumentException("expected a primary key of 32 bytes, got " + primaryKey.length);
        }
    }
}
