package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.StoreSessionOptions;
import io.corestore.crypto.KeyDerivation;
import io.corestore.key.KeyPair;

/**
 * With what a store object opens cores.
 *
 * @param writable whether its cores may be written
 * @param passive whether its cores do not offer themselves to peers
 */
record Scope(KeyDerivation keys, Namespace namespace, boolean writable, boolean passive) {
    static Scope of(KeyDerivation keys, boolean writable) {
        return new Scope(keys, Namespace.ROOT, writable, false);
    }

    /** The same in another namespace. */
    Scope in(Namespace other) {
        return new Scope(keys, other, writable, passive);
    }

    /** What is not said stays, but for passivity; rights are never won back. */
    Scope changedBy(StoreSessionOptions options) {
        byte[] primaryKey = options.primaryKey();
        return new Scope(
                primaryKey == null ? keys : KeyDerivation.of(primaryKey),
                options.namespace() == null ? namespace : Namespace.of(options.namespace()),
                writable && options.writable(),
                options.passive());
    }

    KeyPair keyPair(String name) {
        return keys.keyPair(namespace.hash(), name);
    }

    /** Of the core that a namespace has without being asked for a name. */
    String defaultName() {
        return keys.isNamespaced() ? Namespace.DEFAULT : namespace.storeName();
    }

    /** These options without the rights that this scope does not give. */
    CoreOptions limit(CoreOptions options) {
        CoreOptions limited = writable ? options : options.withWritable(false);
        return passive ? limited.withActive(false) : limited;
    }
}
