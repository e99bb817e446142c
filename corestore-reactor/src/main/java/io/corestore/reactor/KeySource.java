package io.corestore.reactor;

import io.corestore.crypto.KeyDerivation;
import io.corestore.crypto.KeyPairSeal;
import io.corestore.crypto.KeySeal;
import io.corestore.spi.CoreStorage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where the key pairs of a store come from.
 *
 * @param primaryKey 32 bytes to use instead of the stored primary key; stored if none is
 * @param overwrite whether the primary key given is stored in the place of the stored one
 * @param seal of the primary key, if it is sealed
 * @param derivation used instead of the one from the primary key
 */
record KeySource(
        byte @Nullable [] primaryKey,
        boolean overwrite,
        @Nullable KeySeal seal,
        @Nullable KeyDerivation derivation) {

    /**
     * What a store works with.
     *
     * @param storage keeps secret keys as it should
     */
    record Keys(CoreStorage storage, KeyDerivation derivation) {}

    /** Reads the primary key, or makes it. */
    Mono<Keys> open(CoreStorage storage) {
        byte[] given = primaryKey;
        Supplier<byte[]> fresh = given == null ? RandomKeys::next : given::clone;
        if (seal == null) {
            Mono<byte[]> stored = overwrite && given != null
                    ? storage.replaceIdentity(given).thenReturn(given)
                    : SealedKey.plain(storage, fresh);
            return stored.map(key -> new Keys(storage, derivation(key)));
        }
        Mono<Void> replaced = overwrite && given != null
                ? SealedKey.seal(storage, seal, given).flatMap(storage::seal)
                : Mono.empty();
        return replaced.then(SealedKey.open(storage, seal, fresh)).map(stored -> sealed(storage, stored));
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
