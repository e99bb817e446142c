package io.corestore.replication;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a request has waited so long that another peer is asked too: after several times what that one needs for an answer,
 * or after a second where that is unknown. Looks now and then, as long as there are others to ask. Used in the loop.
 */
final class Haste {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int RESPONSES = 4;
    private static final int MOST_DOUBLINGS = 8;

    private final Loop loop;
    private final Runnable look;
    private boolean armed;

    /** @param look run in the loop; it begins the next wait, if there is a reason for one */
    Haste(Loop loop, Runnable look) {
        this.loop = loop;
        this.look = look;
    }

    /** Looks after a while. */
    void begin() {
        if (!armed) {
            armed = true;
            loop.executeAfter(INTERVAL, this::tick);
        }
    }

    private void tick() {
        armed = false;
        look.run();
    }

    /** What was asked of others before this moment should have been answered by now, if this peer is so fast. */
    static long lateBefore(Channel other) {
        return lateBefore(other, 0);
    }

    /**
     * The same where a request is taken back for it: each time it was in vain, the next one has twice the time, so that two
     * peers that are fast to talk and slow to answer do not take it from one another for ever.
     */
    static long lateBefore(Channel other, int timesInVain) {
        Duration response = other.session().meter().responseTime();
        return other.session().loop().now() - (patience(response).toNanos() << Math.min(timesInVain, MOST_DOUBLINGS));
    }

    private static Duration patience(@Nullable Duration response) {
        if (response == null) {
            return PATIENCE;
        }
        Duration several = response.multipliedBy(RESPONSES);
        return several.compareTo(INTERVAL) < 0 ? INTERVAL : several;
    }
}
