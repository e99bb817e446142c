package io.corestore.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

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

    /** As {@link #enter}; null if it may not. The pass is left at most once. */
    @Nullable
    Pass pass(String address) {
        return enter(address) ? new Pass(address) : null;
    }

    synchronized int pending() {
        return pending;
    }

    /** One connection that entered. */
    final class Pass {
        private final String address;
        private final AtomicBoolean left = new AtomicBoolean();

        private Pass(String address) {
            this.address = address;
        }

        /** Does nothing but the first time. */
        void leave() {
            if (left.compareAndSet(false, true)) {
                Admission.this.leave(address);
            }
        }
    }
}
