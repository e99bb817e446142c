package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.core.Log;
import io.corestore.error.CoreConflictException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredHead;
import reactor.core.publisher.Mono;

/** Finds out which core options mean where that depends on what is stored. */
final class Resolver {
    private final Registry registry;
    private final CoreStorage storage;

    Resolver(Registry registry, CoreStorage storage) {
        this.registry = registry;
        this.storage = storage;
    }

    Mono<Resolved> resolve(CoreOptions options, Scope scope) {
        DiscoveryKey discoveryKey = options.discoveryKey();
        if (discoveryKey != null) {
            return keyOf(discoveryKey).map(key -> stored(key, options, scope));
        }
        return settle(Resolved.of(options, scope), options);
    }

    private Mono<CoreKey> keyOf(DiscoveryKey discoveryKey) {
        Log log = registry.openLog(discoveryKey);
        return log != null
                ? Mono.just(log.key())
                : storage.peek(discoveryKey)
                        .map(StoredHead::key)
                        .switchIfEmpty(
                                Mono.error(() -> new CoreNotFoundException("core " + discoveryKey + " is not stored")));
    }

    private static Resolved stored(CoreKey key, CoreOptions options, Scope scope) {
        boolean more = options.key() != null || options.name() != null || options.manifest() != null;
        if (more && !Resolved.of(options, scope).key().equals(key)) {
            throw new CoreConflictException("the core stored at " + options.discoveryKey() + " has another key");
        }
        return Resolved.stored(key, options, scope);
    }

    /** A core wanted as manifest 1 that was made as manifest 0 is that one, as in corestore 6. */
    private Mono<Resolved> settle(Resolved resolved, CoreOptions options) {
        boolean choice = resolved.keyPair() != null
                && options.key() == null
                && options.manifest() == null
                && options.keyFormat() == KeyFormat.MANIFEST_1;
        if (!choice) {
            return Mono.just(resolved);
        }
        Resolved older = resolved.as(KeyFormat.MANIFEST_0);
        return isStored(resolved)
                .flatMap(stored -> stored
                        ? Mono.just(resolved)
                        : isStored(older).map(olderStored -> olderStored ? older : resolved));
    }

    private Mono<Boolean> isStored(Resolved resolved) {
        return registry.openLog(resolved.discoveryKey()) != null
                ? Mono.just(true)
                : storage.peek(resolved.discoveryKey()).hasElement();
    }
}
