package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.concurrency.Interleavings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Who waits for a block wakes when it has arrived, whoever else comes, goes and wakes at that moment. */
final class WaitersInterleavingTest {
    @Test
    void nobodySleepsOn() {
        Interleavings.check(Waiting.class);
    }

    /** One block, waited for by many. */
    public static final class Waiting {
        private static final long BLOCK = 7;
        private final Map<Long, Boolean> stored = new ConcurrentHashMap<>();
        private final Waiters waiters = new Waiters(stored::containsKey);
        private final AtomicInteger waiting = new AtomicInteger();

        @Operation
        public void await() {
            waiting.incrementAndGet();
            waiters.await(BLOCK).subscribe(null, null, waiting::decrementAndGet);
        }

        @Operation
        public void awaitAndLeave() {
            waiters.await(BLOCK).subscribe().dispose();
        }

        @Operation
        public void arrive() {
            stored.put(BLOCK, true);
            waiters.wake(BlockRange.of(BLOCK, BLOCK + 1));
        }

        @Validate
        public void allAreAwake() {
            arrive();
            if (waiting.get() != 0) {
                throw new IllegalStateException(waiting + " sleep on");
            }
        }
    }
}
