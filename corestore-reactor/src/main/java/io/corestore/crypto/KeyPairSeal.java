package io.corestore.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.XChaCha20Poly1305;
import io.corestore.error.StorageFailedException;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Encrypts key pairs that no name leads to (XChaCha20-Poly1305; the associated data is the key of the core), with a key
 * that follows from the primary key: whoever can open that can open these, however often it is sealed anew. May be used
 * by any thread.
 */
public final class KeyPairSeal {
    private static final byte[] PURPOSE = "corestore/sealed-key-pair".getBytes(StandardCharsets.US_ASCII);

    private final Aead aead;

    private KeyPairSeal(Aead aead) {
        this.aead = aead;
    }

    public static KeyPairSeal of(byte[] primaryKey) {
        try {
            return new KeyPairSeal(
                    new XChaCha20Poly1305(Blake2b.keyed(primaryKey, PURPOSE).toBytes()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the key has 32 bytes", impossible);
        }
    }

    /** The secret half of the pair, encrypted for this core. */
    public byte[] seal(KeyPair keyPair, CoreKey core) {
        byte[] secretKey = keyPair.secretKey();
        try {
            return Sealed.seal(aead, secretKey, core.toBytes());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("64 bytes can be encrypted", impossible);
        } finally {
            Arrays.fill(secretKey, (byte) 0);
        }
    }

    /**
     * The pair that was sealed for this core.
     *
     * @throws StorageFailedException if it was damaged, or sealed under another primary key
     */
    public KeyPair open(byte[] sealed, CoreKey core) {
        try {
            byte[] secretKey = Sealed.open(aead, sealed, core.toBytes());
            return KeyPair.of(Arrays.copyOfRange(secretKey, Ed25519.SEED_BYTES, secretKey.length), secretKey);
        } catch (GeneralSecurityException failed) {
            throw new StorageFailedException(
                    "the sealed key pair of core " + core
                            + " does not open, but was damaged or sealed by another store: " + failed.getMessage(),
                    failed);
        }
    }
}
