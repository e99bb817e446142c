package io.corestore.crypto;

import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfSet;
import io.corestore.encoding.CompactWriter;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeSet;

/**
 * Key pairs of named cores, derived from one secret: the Ed25519 pair of the seed that a pseudo-random function gives
 * for {@code CORESTORE || namespace || name} (spec page 20, section 1). May be used by any thread.
 */
public final class KeyDerivation {
    private static final byte[] CORESTORE_5 = "9\ncorestore".getBytes(StandardCharsets.US_ASCII);

    private final Prf prf;
    private final boolean namespaced;

    private KeyDerivation(Prf prf, boolean namespaced) {
        this.prf = prf;
        this.namespaced = namespaced;
    }

    /** Derivation from a primary key with keyed BLAKE2b: the keys that Node's corestore 6 and 7 derive. */
    public static KeyDerivation of(byte[] primaryKey) {
        return of(Blake2bPrf.of(primaryKey));
    }

    /** Derivation with a function of at least 32 bytes of output. Another function gives every name another key. */
    public static KeyDerivation of(Prf prf) {
        return new KeyDerivation(prf, true);
    }

    /**
     * Derivation with one key of a Tink keyset. It is named, since the primary one changes when the keyset is rotated,
     * and every core would get another key with it.
     *
     * @throws IllegalArgumentException if the keyset has no enabled key of this id
     */
    public static KeyDerivation of(PrfSet keyset, int keyId) {
        Map<Integer, Prf> functions = functions(keyset);
        Prf prf = functions.get(keyId);
        if (prf == null) {
            throw new IllegalArgumentException(
                    "no key " + keyId + " in the keyset, which has " + new TreeSet<>(functions.keySet()));
        }
        return of(prf);
    }

    /**
     * Derivation as in Node's corestore 5 (spec page 20, section 1.5), which ignores the namespace: there, a namespace's
     * default core is the one named after it, {@code a:b} for namespace b in namespace a.
     */
    public static KeyDerivation corestore5(byte[] masterKey) {
        return new KeyDerivation(Blake2bPrf.of(masterKey), false);
    }

    /** The namespace called {@code name} inside {@code parent}; {@link Hash#ZERO} is the outermost. */
    public static Hash namespace(Hash parent, byte[] name) {
        return Blake2b.hash(parent.toBytes(), name);
    }

    /** Whether a name has another key pair in another namespace; not so in corestore 5. */
    public boolean isNamespaced() {
        return namespaced;
    }

    /** The key pair of a name in a namespace. */
    public KeyPair keyPair(Hash namespace, String name) {
        return keyPair(namespace, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The key pair of a name of any bytes in a namespace. */
    public KeyPair keyPair(Hash namespace, byte[] name) {
        return Ed25519.fromSeed(seed(namespace, name));
    }

    private static Map<Integer, Prf> functions(PrfSet keyset) {
        try {
            return keyset.getPrfs();
        } catch (GeneralSecurityException failed) {
            throw new IllegalArgumentException("the keyset gives no functions", failed);
        }
    }

    private byte[] seed(Hash namespace, byte[] name) {
        try {
            return prf.compute(input(namespace, name), Ed25519.SEED_BYTES);
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException("the key derivation function gave no seed", failed);
        }
    }

    private byte[] input(Hash namespace, byte[] name) {
        return namespaced
                ? join(Namespaces.CORESTORE.toBytes(), join(namespace.toBytes(), name))
                : join(CORESTORE_5, name);
    }

    private static byte[] join(byte[] first, byte[] second) {
        return new CompactWriter(first.length + second.length)
                .fixed(first)
                .fixed(second)
                .toBytes();
    }
}
