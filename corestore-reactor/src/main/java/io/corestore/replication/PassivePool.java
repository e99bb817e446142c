package io.corestore.replication;

import io.corestore.key.DiscoveryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Cores that are open because peers asked for them, in the order of their last use. */
final class PassivePool {
    private final int capacity;
    private final Map<DiscoveryKey, Swarm> byLastUse = new LinkedHashMap<>(16, 0.75f, true);

    PassivePool(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Adds a core as the one used last.
     *
     * @return the cores to close for it, which nobody else holds: those without peers first, then those used least recently
     */
    List<Swarm> add(Swarm swarm) {
        if (capacity == 0) {
            return List.of();
        }
        byLastUse.put(swarm.log().discoveryKey(), swarm);
        List<Swarm> evicted = new ArrayList<>();
        evict(evicted, next -> next != swarm && next.isDeserted());
        evict(evicted, next -> next != swarm);
        return evicted;
    }

    private void evict(List<Swarm> evicted, Predicate<Swarm> which) {
        for (Swarm next : List.copyOf(byLastUse.values())) {
            if (byLastUse.size() <= capacity) {
                return;
            }
            if (which.test(next) && !next.isHeldElsewhere()) {
                remove(next);
                evicted.add(next);
            }
        }
    }

    void used(Swarm swarm) {
        byLastUse.get(swarm.log().discoveryKey());
    }

    void remove(Swarm swarm) {
        byLastUse.remove(swarm.log().discoveryKey(), swarm);
    }

    boolean contains(Swarm swarm) {
        return byLastUse.containsKey(swarm.log().discoveryKey());
    }
}
