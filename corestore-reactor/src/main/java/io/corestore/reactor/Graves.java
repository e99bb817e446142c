package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import io.corestore.error.NotWritableException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.Tombstone;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * Cores that were deleted here after they had been written here. One that is back is not signed for until its log has
 * got as far again, since peers may hold what was acknowledged. The tombstone goes when the core is next opened: what
 * was read from its files then is not lost by a crash.
 */
final class Graves {
    private final CoreStorage storage;
    private final Map<DiscoveryKey, Tombstone> refusing = new ConcurrentHashMap<>();

    Graves(CoreStorage storage) {
        this.storage = storage;
    }

    /** Looks after a core that was just opened, before anybody has it. */
    Mono<Void> visit(Log log) {
        DiscoveryKey discoveryKey = log.discoveryKey();
        return storage.tombstone(discoveryKey).flatMap(tombstone -> {
            if (hasReached(log.state(), tombstone)) {
                return storage.exhume(discoveryKey);
            }
            refusing.put(discoveryKey, tombstone);
            log.listen(new Watch(discoveryKey, tombstone));
            return Mono.empty();
        });
    }

    boolean permits(Log log) {
        return !refusing.containsKey(log.discoveryKey());
    }

    /** @throws NotWritableException if blocks that were acknowledged here are missing */
    void require(Log log) {
        Tombstone tombstone = refusing.get(log.discoveryKey());
        if (tombstone != null) {
            throw new NotWritableException("core " + log.discoveryKey() + " was purged here with " + tombstone.length()
                    + " blocks at fork " + tombstone.fork() + ": let peers give them back, or call release()");
        }
    }

    /** Permits to sign, durably. */
    Mono<Void> release(DiscoveryKey discoveryKey) {
        return Mono.defer(() -> refusing.containsKey(discoveryKey) ? storage.exhume(discoveryKey) : Mono.empty())
                .doOnSuccess(done -> refusing.remove(discoveryKey));
    }

    /**
     * Deletes a core that has closed.
     *
     * @param written whether it could be written here
     */
    Mono<Void> delete(Log log, boolean written) {
        return Mono.defer(() -> {
            Tombstone before = refusing.remove(log.discoveryKey());
            LogState last = log.state();
            if (before != null) {
                return storage.bury(before);
            }
            return written && (last.length() > 0 || last.fork() > 0)
                    ? storage.bury(new Tombstone(log.discoveryKey(), last.fork(), last.length()))
                    : storage.remove(log.discoveryKey());
        });
    }

    private static boolean hasReached(LogState state, Tombstone tombstone) {
        return state.fork() > tombstone.fork()
                || state.fork() == tombstone.fork() && state.length() >= tombstone.length();
    }

    private final class Watch implements LogListener {
        private final DiscoveryKey discoveryKey;
        private final Tombstone tombstone;

        Watch(DiscoveryKey discoveryKey, Tombstone tombstone) {
            this.discoveryKey = discoveryKey;
            this.tombstone = tombstone;
        }

        @Override
        public void treeMoved(LogState before, LogState after, long shared) {
            if (hasReached(after, tombstone)) {
                refusing.remove(discoveryKey, tombstone);
            }
        }
    }
}
