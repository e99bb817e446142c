package io.corestore.crypto;

import com.google.crypto.tink.prf.Prf;
import io.corestore.encoding.CompactWriter;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * Key pairs of named cores, derived from one secret: the Ed25519 pair of the seed that a pseudo-random function gives
 * for {@code CORESTORE || namespace || name} (spec page 20, section 1). May be used by any thread.
 */
public final class KeyDerivation {
    private final Prf prf;

    private KeyDerivation(Prf prf) {
        this.prf = prf;
    }

    /** Derivation from a primary key with keyed BLAKE2b: the keys that Node's corestore derives. */
    public static KeyDerivation of(byte[] primaryKey) {
        return new KeyDerivation(Blake2bPrf.of(primaryKey));
    }

    /** Derivation with a function of at least 32 bytes of output. Another function gives every name another key. */
    public static KeyDerivation of(Prf prf) {
        return new KeyDerivation(prf);
    }

    /** The namespace called {@code name} inside {@code parent}; {@link Hash#ZERO} is the outermost. */
    public static Hash namespace(Hash parent, byte[] name) {
        return Blake2b.hash(parent.toBytes(), name);
    }

    /** The key pair of a name in a namespace. */
    public KeyPair keyPair(Hash namespace, String name) {
        return keyPair(namespace, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The key pair of a name of any bytes in a namespace. */
    public KeyPair keyPair(Hash namespace, byte[] name) {
        return Ed25519.fromSeed(seed(namespace, name));
    }

    private byte[] seed(Hash namespace, byte[] name) {
        byte[] input = new CompactWriter(2 * Hash.BYTES + name.length)
                .hash(Namespaces.CORESTORE)
                .hash(namespace)
                .fixed(name)
                .toBytes();
        try {
            return prf.compute(input, Ed25519.SEED_BYTES);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("the key derivation function gave no seed", failed);
        }
    }
}
