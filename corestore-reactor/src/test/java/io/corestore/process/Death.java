package io.corestore.process;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ends this process when a point is reached for the n-th time. */
final class Death {
    private final @Nullable Point point;
    private final AtomicInteger left;

    /** @param point null if the process lives on */
    Death(@Nullable Point point, int times) {
        this.point = point;
        this.left = new AtomicInteger(times);
    }

    void at(Point reached) {
        if (isDue(reached)) {
            now();
        }
    }

    /** Whether the process is to end here; then {@link #now} follows. */
    boolean isDue(Point reached) {
        return reached == point && left.decrementAndGet() == 0;
    }

    void now() {
        Runtime.getRuntime().halt(Voice.KILLED);
    }
}
