package io.corestore.reactor;

import io.corestore.StoredCoreInfo;
import io.corestore.core.Log;
import io.corestore.error.CorestoreException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredHead;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What is stored. A core that is not open cannot change, as long as the store has the folder to itself: it is read once and
 * remembered until it is opened. Of an open core its log tells.
 */
final class Catalogue {
    private static final int READ_AHEAD = 4;
    private final CoreStorage storage;
    private final Registry registry;
    private final BooleanSupplier remembers;
    private final Map<DiscoveryKey, StoredCoreInfo> known = new HashMap<>();
    private long changes;

    /** @param remembers false as long as others may change the folder meanwhile */
    Catalogue(CoreStorage storage, Registry registry, BooleanSupplier remembers) {
        this.storage = storage;
        this.registry = registry;
        this.remembers = remembers;
    }

    Flux<DiscoveryKey> discoveryKeys() {
        return storage.discoveryKeys();
    }

    /** Cores that cannot be read are left out. */
    Flux<StoredCoreInfo> list() {
        return discoveryKeys()
                .flatMapSequential(
                        key -> find(key).onErrorResume(CorestoreException.class, unreadable -> Mono.empty()),
                        READ_AHEAD,
                        1);
    }

    /** Empty if it is not stored. */
    Mono<StoredCoreInfo> find(DiscoveryKey discoveryKey) {
        return Mono.defer(() -> {
            Log log = registry.openLog(discoveryKey);
            StoredCoreInfo remembered = log == null ? remembered(discoveryKey) : describe(log);
            return remembered == null ? read(discoveryKey) : Mono.just(remembered);
        });
    }

    /** The core is opened, was closed or deleted. */
    synchronized void forget(DiscoveryKey discoveryKey) {
        changes++;
        known.remove(discoveryKey);
    }

    /** Anything may have changed. */
    synchronized void forgetAll() {
        changes++;
        known.clear();
    }

    private Mono<StoredCoreInfo> read(DiscoveryKey discoveryKey) {
        return Mono.defer(() -> {
            long before = changes();
            return storage.peek(discoveryKey).map(Catalogue::describe).doOnNext(info -> remember(info, before));
        });
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized @Nullable StoredCoreInfo remembered(DiscoveryKey discoveryKey) {
        return remembers.getAsBoolean() ? known.get(discoveryKey) : null;
    }

    /** What was read while something changed may be out of date. */
    private synchronized void remember(StoredCoreInfo info, long before) {
        if (remembers.getAsBoolean() && changes == before) {
            known.put(info.discoveryKey(), info);
        }
    }

    private static StoredCoreInfo describe(Log log) {
        return describe(new StoredHead(
                log.key(), log.discoveryKey(), log.state().length(), log.state().fork(), log.userData()));
    }

    private static StoredCoreInfo describe(StoredHead head) {
        Map<String, ByteBuffer> userData = head.userData();
        return new StoredCoreInfo(
                head.key(),
                head.discoveryKey(),
                head.length(),
                head.fork(),
                OwnUserData.name(userData),
                OwnUserData.hash(userData, UserData.NAMESPACE),
                OwnUserData.hash(userData, UserData.GROUP));
    }
}
