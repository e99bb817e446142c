package io.corestore.reactor;

import io.corestore.crypto.KeyDerivation;
import io.corestore.crypto.KeyPairSeal;
import io.corestore.crypto.KeySeal;
import io.corestore.error.WrongSealException;
import io.corestore.key.Hash;
import io.corestore.spi.CoreStorage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where the key pairs of a store come from.
 *
 * @param primaryKey 32 bytes to use instead of the stored primary key; stored if none is
 * @param overwrite whether the given primary key is stored even if one is
 * @param seal of the stored primary key, if it is sealed
 * @param derivation used instead of the one from the primary key
 */
record KeySource(
        byte @Nullable [] primaryKey,
        boolean overwrite,
        @Nullable KeySeal seal,
        @Nullable KeyDerivation derivation) {
    /** The primary key that is stored, or a random one. */
    static final KeySource STORED = new KeySource(null, false, null, null);

    /**
     * What a store works with.
     *
     * @param storage keeps the secret keys of cores as they are to be kept
     */
    record Keys(CoreStorage storage, KeyDerivation derivation) {}

    KeySource withPrimaryKey(byte[] key, boolean overwriting) {
        if (key.length != Hash.BYTES) {
            throw new IllegalArgumentException("expected a primary key of 32 bytes, got " + key.length);
        }
        return new KeySource(key.clone(), overwriting, seal, derivation);
    }

    KeySource withSeal(KeySeal other) {
        return new KeySource(primaryKey, overwrite, other, derivation);
    }

    KeySource withDerivation(KeyDerivation other) {
        return new KeySource(primaryKey, overwrite, seal, other);
    }

    /** Reads the primary key, or makes and stores it. */
    Mono<Keys> open(CoreStorage storage) {
        byte[] given = primaryKey;
        Supplier<byte[]> fresh = given == null ? RandomKeys::next : given::clone;
        if (seal != null) {
            return overwrite
                    ? Mono.error(
                            new WrongSealException("a sealed primary key is not overwritten: unseal the store first"))
                    : SealedKey.open(storage, seal, fresh).map(stored -> sealed(storage, stored));
        }
        Mono<byte[]> stored =
                given != null && overwrite ? SealedKey.replace(storage, given) : SealedKey.plain(storage, fresh);
        return stored.map(key -> new Keys(storage, derivation(key)));
    }

    private Keys sealed(CoreStorage storage, byte[] stored) {
        SealedPairs pairs = new SealedPairs(derivation(stored), KeyPairSeal.of(stored));
        return new Keys(new SealedStorage(storage, pairs), pairs.keys());
    }

    private KeyDerivation derivation(byte[] stored) {
        if (derivation != null) {
            return derivation;
        }
        return KeyDerivation.of(primaryKey == null ? stored : primaryKey);
    }
}
