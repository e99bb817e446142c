package io.corestore.reactor;

import io.corestore.concurrency.Interleavings;
import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** One has the turn, the next one gets it, and none is lost to who cancels meanwhile. */
final class ExclusiveInterleavingTest {
    @Test
    void oneAtATimeAndNoTurnLost() {
        Interleavings.stress(Turns.class);
    }

    /** One core, wanted by all. */
    public static final class Turns {
        private static final DiscoveryKey KEY = DiscoveryKey.of(new byte[32]);
        private final Exclusive exclusive = new Exclusive();
        private final ConcurrentLinkedQueue<Hold> held = new ConcurrentLinkedQueue<>();
        private final AtomicInteger holders = new AtomicInteger();
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean overlap;

        @Operation
        public void hold() {
            waiting.incrementAndGet();
            exclusive.hold(KEY, Mono.fromSupplier(Held::new)).subscribe(hold -> {
                overlap |= holders.incrementAndGet() != 1;
                waiting.decrementAndGet();
                held.add(hold);
            });
        }

        @Operation
        public void holdAndCancel() {
            Mono<Hold> hold = exclusive.hold(KEY, Mono.fromSupplier(Held::new));
            Handover.on(Schedulers.immediate(), hold, Hold::release)
                    .doOnNext(given -> given.release().subscribe())
                    .subscribe()
                    .dispose();
        }

        @Operation
        public void release() {
            Hold hold = held.poll();
            if (hold != null) {
                holders.decrementAndGet();
                hold.release().block();
            }
        }

        @Validate
        public void allHadTheirTurn() {
            while (!held.isEmpty()) {
                release();
            }
            if (overlap || waiting.get() != 0) {
                throw new IllegalStateException("two at once: " + overlap + ", " + waiting + " wait in vain");
            }
        }
    }

    private static final class Held implements Hold {
        @Override
        public Log log() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public Mono<Void> release() {
            return Mono.empty();
        }
    }
}
