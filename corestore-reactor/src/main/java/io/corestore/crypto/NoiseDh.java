package io.corestore.crypto;

import cafe.cryptography.curve25519.CompressedEdwardsY;
import cafe.cryptography.curve25519.EdwardsPoint;
import cafe.cryptography.curve25519.InvalidEncodingException;
import cafe.cryptography.curve25519.Scalar;
import com.google.crypto.tink.subtle.Ed25519Sign;
import io.corestore.error.ProtocolException;
import io.corestore.key.KeyPair;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Diffie-Hellman on Ed25519 keys (spec page 02, section 3). It multiplies Edwards points; X25519 cannot stand in for it,
 * since that loses the sign of x.
 */
public final class NoiseDh {
    /** The number of bytes of a seed, a public key and a shared secret. */
    public static final int BYTES = 32;

    private NoiseDh() {}

    /** The key pair that RFC 8032 derives from 32 bytes. */
    public static KeyPair keyPair(byte[] seed) {
        try {
            byte[] publicKey = Ed25519Sign.KeyPair.newKeyPairFromSeed(seed).getPublicKey();
            byte[] secretKey = Arrays.copyOf(seed, 2 * BYTES);
            System.arraycopy(publicKey, 0, secretKey, BYTES, BYTES);
            return KeyPair.of(publicKey, secretKey);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("no Ed25519 key pair from a seed", impossible);
        }
    }

    /**
     * The secret that both sides can compute.
     *
     * @throws ProtocolException if the public key is not canonical, not on the curve or not in the prime-order subgroup
     */
    static byte[] shared(KeyPair local, byte[] remotePublicKey) {
        return point(remotePublicKey).multiply(scalar(local)).compress().toByteArray();
    }

    private static EdwardsPoint point(byte[] publicKey) {
        if (publicKey.length != BYTES) {
            throw new ProtocolException("a public key of " + publicKey.length + " bytes");
        }
        EdwardsPoint point;
        try {
            point = new CompressedEdwardsY(publicKey.clone()).decompress();
        } catch (InvalidEncodingException | IllegalArgumentException bad) {
            throw new ProtocolException("a public key that is not on the curve", bad);
        }
        if (!Arrays.equals(point.compress().toByteArray(), publicKey)) {
            throw new ProtocolException("a public key that is not canonical");
        }
        if (point.isSmallOrder() || !point.isTorsionFree()) {
            throw new ProtocolException("a public key outside the prime-order subgroup");
        }
        return point;
    }

    /** The clamped scalar; reduced, which changes nothing for a point of the prime-order subgroup. */
    private static Scalar scalar(KeyPair pair) {
        byte[] hash = Arrays.copyOf(sha512(Arrays.copyOf(pair.secretKey(), BYTES)), BYTES);
        hash[0] &= (byte) 248;
        hash[31] &= 127;
        hash[31] |= 64;
        return Scalar.fromBytesModOrder(hash);
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-512 is part of every JDK", impossible);
        }
    }
}
