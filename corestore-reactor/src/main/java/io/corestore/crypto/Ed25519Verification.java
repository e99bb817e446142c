package io.corestore.crypto;

import cafe.cryptography.curve25519.CompressedEdwardsY;
import cafe.cryptography.curve25519.EdwardsPoint;
import cafe.cryptography.curve25519.InvalidEncodingException;
import cafe.cryptography.curve25519.Scalar;
import io.corestore.key.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The strict check: canonical key and S, neither key nor R of small order, and S*B - h*A encodes to exactly R, without
 * cofactor (spec page 02, section 2). Keys met again are not decoded again.
 */
final class Ed25519Verification {
    private static final int HALF = 32;
    private static final int CACHED_KEYS = 256;
    private static final AtomicReferenceArray<@Nullable DecodedKey> CACHE = new AtomicReferenceArray<>(CACHED_KEYS);

    private Ed25519Verification() {}

    static boolean verify(Hash publicKey, byte[] signature, byte[] message) {
        if (signature.length != Ed25519.SIGNATURE_BYTES) {
            return false;
        }
        EdwardsPoint minusA = decode(publicKey).minusA();
        Scalar s = canonical(Arrays.copyOfRange(signature, HALF, Ed25519.SIGNATURE_BYTES));
        if (minusA == null || s == null) {
            return false;
        }
        Scalar h = challenge(signature, publicKey.toBytes(), message);
        EdwardsPoint r = EdwardsPoint.vartimeDoubleScalarMultiplyBasepoint(h, minusA, s);
        return Arrays.equals(r.compress().toByteArray(), 0, HALF, signature, 0, HALF) && !r.isSmallOrder();
    }

    private static Scalar challenge(byte[] signature, byte[] publicKey, byte[] message) {
        MessageDigest sha = sha512();
        sha.update(signature, 0, HALF);
        sha.update(publicKey);
        sha.update(message);
        return Scalar.fromBytesModOrderWide(sha.digest());
    }

    private static @Nullable Scalar canonical(byte[] s) {
        try {
            return Scalar.fromCanonicalBytes(s);
        } catch (IllegalArgumentException notCanonical) {
            return null;
        }
    }

    private static DecodedKey decode(Hash publicKey) {
        int slot = publicKey.hashCode() & CACHED_KEYS - 1;
        DecodedKey cached = CACHE.get(slot);
        if (cached != null && cached.key().equals(publicKey)) {
            return cached;
        }
        DecodedKey decoded = new DecodedKey(publicKey, negated(publicKey.toBytes()));
        CACHE.set(slot, decoded);
        return decoded;
    }

    private static @Nullable EdwardsPoint negated(byte[] publicKey) {
        try {
            EdwardsPoint a = new CompressedEdwardsY(publicKey).decompress();
            boolean canonical = Arrays.equals(a.compress().toByteArray(), publicKey);
            return canonical && !a.isSmallOrder() ? a.negate() : null;
        } catch (InvalidEncodingException notOnCurve) {
            return null;
        }
    }

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A public key and the negated point that it encodes, if it is acceptable. */
    private record DecodedKey(Hash key, @Nullable EdwardsPoint minusA) {}
}
