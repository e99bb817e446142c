package io.corestore.crypto;

import com.google.crypto.tink.subtle.Ed25519Sign;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Ed25519 keys and signatures (RFC 8032), verified as strictly as libsodium does (spec page 02, section 2). All methods
 * may be called by any thread.
 */
public final class Ed25519 {
    /** The number of bytes of a signature. */
    public static final int SIGNATURE_BYTES = 64;

    /** The number of bytes of a seed. */
    public static final int SEED_BYTES = 32;

    private Ed25519() {}

    /** The key pair of these 32 bytes; its secret key is the seed followed by the public key. */
    public static KeyPair fromSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("expected a seed of 32 bytes, got " + seed.length);
        }
        byte[] publicKey = publicKey(seed);
        byte[] secretKey = Arrays.copyOf(seed, SEED_BYTES + publicKey.length);
        System.arraycopy(publicKey, 0, secretKey, SEED_BYTES, publicKey.length);
        return KeyPair.of(publicKey, secretKey);
    }

    /**
     * Signs a message, deterministically.
     *
     * @return 64 bytes
     * @throws IllegalStateException if the pair has no secret key
     */
    public static byte[] sign(KeyPair keyPair, byte[] message) {
        byte[] secretKey = keyPair.secretKey();
        byte[] signature = new byte[SIGNATURE_BYTES];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(
                secretKey, 0, secretKey, SEED_BYTES, message, 0, message.length, signature, 0);
        Arrays.fill(secretKey, (byte) 0);
        return signature;
    }

    /** Whether a signature is one of this message by the holder of this key; false for malformed input of any kind. */
    public static boolean verify(Hash publicKey, byte[] signature, byte[] message) {
        return Ed25519Verification.verify(publicKey, signature, message);
    }

    private static byte[] publicKey(byte[] seed) {
        try {
            return Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
