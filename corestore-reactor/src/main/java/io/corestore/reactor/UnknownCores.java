package io.corestore.reactor;

import io.corestore.key.DiscoveryKey;
import java.util.HashSet;
import java.util.Set;

/** Cores that peers asked for and that are not stored, so that asking again costs nothing; two generations of them. */
final class UnknownCores {
    private static final int GENERATION = 65_536;
    private Set<DiscoveryKey> young = new HashSet<>();
    private Set<DiscoveryKey> old = Set.of();

    synchronized boolean contains(DiscoveryKey discoveryKey) {
        return young.contains(discoveryKey) || old.contains(discoveryKey);
    }

    synchronized void add(DiscoveryKey discoveryKey) {
        if (young.size() >= GENERATION) {
            old = young;
            young = new HashSet<>();
        }
        young.add(discoveryKey);
    }

    synchronized void clear() {
        young.clear();
        old = Set.of();
    }

    /** The core was made. */
    synchronized void remove(DiscoveryKey discoveryKey) {
        young.remove(discoveryKey);
        if (old.contains(discoveryKey)) {
            old.remove(discoveryKey);
        }
    }
}
