package io.corestore.crypto;

import io.corestore.error.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The running hash, the chaining key and the message key of one side of a handshake, with BLAKE2b-512 and
 * ChaCha20-Poly1305 (spec page 03).
 */
final class NoiseSymmetricState {
    static final int TAG_BYTES = 16;
    private static final int HASH_BYTES = 64;
    private static final int BLOCK_BYTES = 128;
    private static final int KEY_BYTES = 32;

    private byte[] hash;
    private byte[] chainingKey;
    private byte @Nullable [] key;
    private long nonce;

    /** The name must not be longer than a hash. */
    NoiseSymmetricState(String protocolName) {
        hash = Arrays.copyOf(protocolName.getBytes(StandardCharsets.US_ASCII), HASH_BYTES);
        chainingKey = hash;
    }

    /** The running hash; never changed in place. */
    byte[] hash() {
        return hash;
    }

    void mixHash(byte[] data) {
        hash = Blake2b.hash512(hash, data);
    }

    void mixKey(byte[] secret) {
        byte[][] derived = hkdf(chainingKey, secret);
        chainingKey = derived[0];
        key = Arrays.copyOf(derived[1], KEY_BYTES);
        nonce = 0;
    }

    /** Also called for an empty payload without a key, which still changes the hash. */
    byte[] encryptAndHash(byte[] plaintext) {
        byte[] ciphertext = key == null ? plaintext : aead(Cipher.ENCRYPT_MODE, key, plaintext);
        mixHash(ciphertext);
        return ciphertext;
    }

    byte[] decryptAndHash(byte[] ciphertext) {
        byte[] plaintext = key == null ? ciphertext : aead(Cipher.DECRYPT_MODE, key, ciphertext);
        mixHash(ciphertext);
        return plaintext;
    }

    /** The key of the initiator's direction and that of the responder's. */
    byte[][] split() {
        byte[][] derived = hkdf(chainingKey, new byte[0]);
        return new byte[][] {Arrays.copyOf(derived[0], KEY_BYTES), Arrays.copyOf(derived[1], KEY_BYTES)};
    }

    private byte[] aead(int mode, byte[] messageKey, byte[] input) {
        byte[] iv = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(4, nonce)
                .array();
        try {
            Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
            cipher.init(mode, new SecretKeySpec(messageKey, "ChaCha20"), new IvParameterSpec(iv));
            cipher.updateAAD(hash);
            byte[] output = cipher.doFinal(input);
            nonce++;
            return output;
        } catch (GeneralSecurityException bad) {
            throw new ProtocolException("a handshake message that does not authenticate", bad);
        }
    }

    private static byte[][] hkdf(byte[] chainingKey, byte[] input) {
        byte[] secret = hmac(chainingKey, input);
        byte[] first = hmac(secret, new byte[] {1});
        byte[] second = hmac(secret, first, new byte[] {2});
        return new byte[][] {first, second};
    }

    /** RFC 2104; keys are 64 bytes here, half a block. */
    private static byte[] hmac(byte[] hmacKey, byte[]... data) {
        byte[][] inner = new byte[data.length + 1][];
        inner[0] = pad(hmacKey, 0x36);
        System.arraycopy(data, 0, inner, 1, data.length);
        return Blake2b.hash512(pad(hmacKey, 0x5c), Blake2b.hash512(inner));
    }

    private static byte[] pad(byte[] hmacKey, int value) {
        byte[] block = Arrays.copyOf(hmacKey, BLOCK_BYTES);
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] ^= (byte) value;
        }
        return block;
    }
}
