package io.corestore.reactor;

import io.corestore.Durability;
import io.corestore.core.Log;
import io.corestore.core.LogOptions;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredCore;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Takes the secret keys of all cores of a storage out of their headers, and puts them back. Each may be repeated. */
final class HeaderSecrets {
    private static final Map<String, ByteBuffer> FORGET = Map.of(UserData.SEALED_KEY_PAIR, ByteBuffer.allocate(0));

    private final CoreStorage storage;
    private final SealedPairs pairs;
    private final LogOptions options;

    HeaderSecrets(CoreStorage storage, SealedPairs pairs) {
        this.storage = storage;
        this.pairs = pairs;
        this.options = new LogOptions(storage.io(), storage.systemRun(), Durability.SYNC, false);
    }

    /** Afterwards no header holds a secret key; what no name leads to is kept encrypted. */
    Mono<Void> strip() {
        return each(this::strip);
    }

    /** Afterwards each header holds the secret key that its core kept encrypted, or that its name leads to. */
    Mono<Void> restore() {
        return each(this::restore);
    }

    /** One core after the other; the first error comes when all had their turn. */
    private Mono<Void> each(BiFunction<Log, StoredCore, Mono<Void>> change) {
        return storage.discoveryKeys()
                .concatMapDelayError(key -> change(key, change))
                .then();
    }

    private Mono<Void> change(DiscoveryKey discoveryKey, BiFunction<Log, StoredCore, Mono<Void>> change) {
        return storage.open(discoveryKey)
                .flatMap(stored -> Mono.usingWhen(
                        Log.open(discoveryKey, stored, options), log -> change.apply(log, stored), Log::close))
                .onErrorComplete(CoreNotFoundException.class); // a crash left its folder before there was a core
    }

    private Mono<Void> strip(Log log, StoredCore stored) {
        KeyPair pair = log.storedKeyPair();
        if (pair == null || !pair.hasSecretKey()) {
            return Mono.empty();
        }
        return set(log, pairs.keep(pair, log.key(), log.userData()))
                .then(Mono.defer(() -> stored.replaceKeyPair(KeyPair.publicOnly(pair.publicKey()))));
    }

    private Mono<Void> restore(Log log, StoredCore stored) {
        KeyPair shown = log.storedKeyPair();
        KeyPair pair = shown != null && shown.hasSecretKey() ? null : hidden(log);
        Mono<Void> write = pair == null ? Mono.empty() : stored.replaceKeyPair(pair);
        boolean sealed = log.userData().containsKey(UserData.SEALED_KEY_PAIR);
        return write.then(Mono.defer(() -> set(log, sealed ? FORGET : Map.of())));
    }

    private @Nullable KeyPair hidden(Log log) {
        KeyPair sealed = pairs.find(log.userData(), log.key());
        KeyPair named = SigningRights.named(log.userData(), pairs.keys());
        if (sealed != null || named == null) {
            return sealed;
        }
        return SigningRights.isSigner(log, named) ? named : null;
    }

    private static Mono<Void> set(Log log, Map<String, ByteBuffer> userData) {
        return userData.isEmpty() ? Mono.empty() : log.setUserData(userData);
    }
}
