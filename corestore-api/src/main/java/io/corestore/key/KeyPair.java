package io.corestore.key;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An Ed25519 key pair (RFC 8032). The secret key is 64 bytes, seed followed by public key; it shows in no text form.
 * Two pairs are equal if their public keys are.
 */
public final class KeyPair {
    private static final int SECRET_BYTES = 64;
    private final Hash publicKey;
    private final byte @Nullable [] secretKey;

    private KeyPair(Hash publicKey, byte @Nullable [] secretKey) {
        this.publicKey = publicKey;
        this.secretKey = secretKey;
    }

    /** A pair that can sign. The arrays are copied. */
    public static KeyPair of(byte[] publicKey, byte[] secretKey) {
        if (secretKey.length != SECRET_BYTES) {
            throw new IllegalArgumentException("expected a secret key of 64 bytes, got " + secretKey.length);
        }
        return new KeyPair(Hash.of(publicKey), secretKey.clone());
    }

    /** A pair whose secret half is elsewhere. */
    public static KeyPair publicOnly(Hash publicKey) {
        return new KeyPair(publicKey, null);
    }

    public Hash publicKey() {
        return publicKey;
    }

    public boolean hasSecretKey() {
        return secretKey != null;
    }

    /**
     * A fresh copy of the 64 byte secret key.
     *
     * @throws IllegalStateException if this pair has none
     */
    public byte[] secretKey() {
        if (secretKey == null) {
            throw new IllegalStateException("this key pair has no secret key");
        }
        return secretKey.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyPair pair && publicKey.equals(pair.publicKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(publicKey);
    }

    @Override
    public String toString() {
        return "KeyPair[" + publicKey.toHex() + "]";
    }
}
