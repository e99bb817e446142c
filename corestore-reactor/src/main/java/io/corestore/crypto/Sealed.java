package io.corestore.crypto;

import com.google.crypto.tink.Aead;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The form of what is kept encrypted beside the cores:
 *
 * <pre>
 * sealed = 1 ciphertext          as the Aead writes it
 * </pre>
 */
final class Sealed {
    private static final byte VERSION = 1;

    private Sealed() {}

    /** @param context must be the same to open it */
    static byte[] seal(Aead aead, byte[] plain, byte[] context) throws GeneralSecurityException {
        byte[] ciphertext = aead.encrypt(plain, context);
        byte[] sealed = new byte[1 + ciphertext.length];
        sealed[0] = VERSION;
        System.arraycopy(ciphertext, 0, sealed, 1, ciphertext.length);
        return sealed;
    }

    /** @throws GeneralSecurityException if key or context are others, or the bytes are damaged or of a later version */
    static byte[] open(Aead aead, byte[] sealed, byte[] context) throws GeneralSecurityException {
        if (sealed.length == 0 || sealed[0] != VERSION) {
            throw new GeneralSecurityException("not of format " + VERSION + ": damaged, or made by a later version");
        }
        return aead.decrypt(Arrays.copyOfRange(sealed, 1, sealed.length), context);
    }
}
