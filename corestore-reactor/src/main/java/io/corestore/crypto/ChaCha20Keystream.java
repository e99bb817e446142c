package io.corestore.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The keystream of ChaCha20 (RFC 8439). An instance serves one message after the other. The JDK's cipher is faster than
 * Bouncy Castle's for every length: 1.2 against 1.6 microseconds for 100 bytes on Java 17, 39 against 330 for 64 KiB on 25.
 *
 * <p>The JDK's cipher refuses to begin twice with the same key and nonce, which protects the sender; a receiver begins
 * again with them after a forged message, so {@link #reset} is there to forget the last beginning.
 */
final class ChaCha20Keystream {
    static final int BLOCK_BYTES = 64;

    private @Nullable Cipher cipher;

    void reset() {
        cipher = null;
    }

    /** Begins the stream of a key and a 12 byte nonce at a block, whose number is unsigned. */
    void begin(byte[] key, byte[] nonce, int block) {
        try {
            if (cipher == null) {
                cipher = Cipher.getInstance("ChaCha20");
            }
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"), new ChaCha20ParameterSpec(nonce, block));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("ChaCha20 is part of every JDK", impossible);
        }
    }

    /** Combines the next bytes of the stream with the input; both arrays may be the same, at the same offset. */
    void xor(byte[] in, int inOffset, int length, byte[] out, int outOffset) {
        if (length == 0) {
            return;
        }
        try {
            if (cipher == null) {
                throw new IllegalStateException("not begun");
            }
            cipher.update(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the output is as long as the input", impossible);
        }
    }
}
