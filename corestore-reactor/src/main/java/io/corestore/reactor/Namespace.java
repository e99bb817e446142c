package io.corestore.reactor;

import io.corestore.crypto.KeyDerivation;
import io.corestore.key.Hash;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A namespace of names: what versions 6 and 7 hash into a key (spec page 20, section 1.1), and the name that version 5
 * gave a store of this namespace (section 1.5).
 *
 * @param storeName {@value #DEFAULT}, or the names of the namespaces, joined; the hash in hex where they are not known
 */
record Namespace(Hash hash, String storeName) {
    /** The name of the default core, and of version 5's outermost store. */
    static final String DEFAULT = "default";

    /** That of the store itself. */
    static final Namespace ROOT = new Namespace(Hash.ZERO, DEFAULT);

    static Namespace of(Hash hash) {
        return hash.equals(Hash.ZERO) ? ROOT : new Namespace(hash, hash.toHex());
    }

    Namespace child(String name) {
        return child(name.getBytes(StandardCharsets.UTF_8), name);
    }

    Namespace child(byte[] name) {
        return child(name, HexFormat.of().formatHex(name));
    }

    private Namespace child(byte[] name, String text) {
        boolean outermost = hash.equals(Hash.ZERO);
        return new Namespace(KeyDerivation.namespace(hash, name), outermost ? text : storeName + ":" + text);
    }
}
