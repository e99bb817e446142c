package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.replication.Replication;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Counts the active sessions of each core: the first makes it take part in replication, the last ends that. */
final class Activity {
    private final Replication replication;
    private final Map<DiscoveryKey, Integer> active = new HashMap<>();

    Activity(Replication replication) {
        this.replication = replication;
    }

    /** @param hold gives replication a hold of its own */
    synchronized void begin(Log log, Function<Log, Mono<Hold>> hold) {
        if (active.merge(log.discoveryKey(), 1, Integer::sum) == 1) {
            hold.apply(log).subscribe(replication::activate, error -> {});
        }
    }

    /** @return ends when replication has let go of the core, unless peers keep it */
    synchronized Mono<Void> end(Log log) {
        Integer left = active.computeIfPresent(log.discoveryKey(), (key, count) -> count == 1 ? null : count - 1);
        return left == null ? replication.deactivate(log.discoveryKey()) : Mono.empty();
    }
}
