package io.corestore.replication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * How often one peer may make the store look for cores: a token bucket, from which lookups that find something take
 * nothing. Those for which there is no token wait in their order. Used in the loop.
 */
final class LookupBudget {
    private static final Duration REFILL = Duration.ofMillis(100);

    private final Session session;
    private final int most;
    private final int perRefill;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int tokens;
    private boolean refilling;

    LookupBudget(Session session) {
        this.session = session;
        this.most = session.limits().lookups();
        this.perRefill = (int) Math.max(1, session.limits().lookupsPerSecond() * REFILL.toMillis() / 1_000);
        this.tokens = most;
    }

    /** Looks now or later. */
    void look(Runnable lookup) {
        if (tokens > 0) {
            tokens--;
            lookup.run();
        } else {
            waiting.add(lookup);
        }
        refillLater();
    }

    /** A lookup found what it looked for. */
    void found() {
        tokens = Math.min(most, tokens + 1);
        goOn();
    }

    private void refillLater() {
        if (!refilling && tokens < most) {
            refilling = true;
            session.loop().executeAfter(REFILL, this::refill);
        }
    }

    private void refill() {
        refilling = false;
        tokens = Math.min(most, tokens + perRefill);
        goOn();
        if (!session.isClosed()) {
            refillLater();
        }
    }

    private void goOn() {
        for (Runnable next = waiting.peek(); next != null && tokens > 0; next = waiting.peek()) {
            waiting.remove();
            tokens--;
            next.run();
        }
    }
}
