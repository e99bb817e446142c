package io.corestore;

import io.corestore.key.Hash;
import org.jspecify.annotations.Nullable;

/**
 * How a store session differs from the store it is made of. Immutable.
 *
 * @param primaryKey 32 bytes to derive key pairs from; null keeps those of the store it is made of
 * @param namespace null keeps it
 * @param writable false makes all cores got through the session read-only
 * @param passive true keeps cores got through the session from offering themselves to peers
 * @param attached true closes the store it was made of when the session closes
 */
public record StoreSessionOptions(
        byte @Nullable [] primaryKey, @Nullable Hash namespace, boolean writable, boolean passive, boolean attached) {
    /** The same store again. */
    public static final StoreSessionOptions SAME = new StoreSessionOptions(null, null, true, false, false);

    public StoreSessionOptions {
        if (primaryKey != null && primaryKey.length != Hash.BYTES) {
            throw new IllegalArgumentException("expected a primary key of 32 bytes, got " + primaryKey.length);
        }
        primaryKey = primaryKey == null ? null : primaryKey.clone();
    }

    /** Derives key pairs from this primary key; it is stored nowhere. */
    public StoreSessionOptions withPrimaryKey(byte[] key) {
        return new StoreSessionOptions(key, namespace, writable, passive, attached);
    }

    /** In this namespace; {@link Hash#ZERO} is that of the store itself. */
    public StoreSessionOptions withNamespace(Hash of) {
        return new StoreSessionOptions(primaryKey, of, writable, passive, attached);
    }

    public StoreSessionOptions withWritable(boolean write) {
        return new StoreSessionOptions(primaryKey, namespace, write, passive, attached);
    }

    public StoreSessionOptions withPassive(boolean quiet) {
        return new StoreSessionOptions(primaryKey, namespace, writable, quiet, attached);
    }

    public StoreSessionOptions withAttached(boolean closesItsOrigin) {
        return new StoreSessionOptions(primaryKey, namespace, writable, passive, closesItsOrigin);
    }

    @Override
    public byte @Nullable [] primaryKey() {
        return primaryKey == null ? null : primaryKey.clone();
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "StoreSessionOptions[namespace=" + namespace + ", writable=" + writable + ", passive=" + passive
                + ", attached=" + attached + "]";
    }
}
