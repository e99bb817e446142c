package io.corestore.transport;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the connections that have not proven who they are, so that those who never do take no more than their share.
 * Safe for use by several threads.
 */
final class Admission {
    private final int max;
    private final int maxPerAddress;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int pending;

    Admission(int max, int maxPerAddress) {
        this.max = max;
        this.maxPerAddress = maxPerAddress;
    }

    /** Whether one more connection of this address may begin its handshake; counts it if so. */
    synchronized boolean enter(String address) {
        int ofAddress = byAddress.getOrDefault(address, 0);
        if (pending >= max || ofAddress >= maxPerAddress) {
            return false;
        }
        pending++;
        byAddress.put(address, ofAddress + 1);
        return true;
    }

    /** A connection that entered finished its handshake, or ended before it did. */
    synchronized void leave(String address) {
        pending--;
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    synchronized int pending() {
        return pending;
    }
}
