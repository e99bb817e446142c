package io.corestore.transport;

import java.time.Duration;

/**
 * How long to wait before a peer is dialled again: twice as long after each failure, less a random share, so that many who
 * lost the same peer do not come back at once.
 *
 * @param first the longest pause after the first failure
 * @param max no pause is longer
 * @param jitter the share of a pause that is left to chance, 0 to 1
 */
public record Backoff(Duration first, Duration max, double jitter) {
    public Backoff {
        if (first.isNegative() || first.isZero() || first.compareTo(max) > 0 || !(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException(
                    "pauses are longer than nothing and the first is the shortest, jitter is 0 to 1: " + first + ", "
                            + max + ", " + jitter);
        }
    }

    /** 250 milliseconds to 30 seconds, half of it left to chance. */
    public static Backoff defaults() {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30), 0.5);
    }

    /**
     * The pause after so many failures before this one.
     *
     * @param chance 0 to 1
     */
    Duration pause(int failures, double chance) {
        double doubled = Math.min(max.toNanos(), first.toNanos() * Math.pow(2, failures));
        return Duration.ofNanos((long) (doubled * (1 - jitter * chance)));
    }
}
