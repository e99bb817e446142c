package io.corestore.reactor;

import io.corestore.Durability;
import io.corestore.concurrency.Interleavings;
import io.corestore.core.EmptyCore;
import io.corestore.core.Log;
import io.corestore.core.LogOptions;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.spi.IoScheduler;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A core is open at most once, as long as somebody holds it, and closed after that. */
final class RegistryInterleavingTest {
    private static final DiscoveryKey KEY = DiscoveryKey.of(new byte[32]);
    private static final LogOptions OPTIONS = new LogOptions(ended(), Mono.just("one run"), Durability.SYNC, false);

    @Test
    void openOnceAsLongAsHeld() {
        Interleavings.stress(Holders.class);
    }

    /** One core, held and let go by all. */
    public static final class Holders {
        private final Registry registry = new Registry(log -> {});
        private final ConcurrentLinkedQueue<Hold> held = new ConcurrentLinkedQueue<>();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger waiting = new AtomicInteger();
        private volatile boolean openTwice;
        private volatile boolean givenClosed;

        @Operation
        public void hold() {
            waiting.incrementAndGet();
            registry.hold(KEY, opener()).subscribe(hold -> {
                waiting.decrementAndGet();
                givenClosed |= open.get() == 0;
                held.add(hold);
            });
        }

        @Operation
        public void holdAndCancel() {
            Handover.on(Schedulers.immediate(), registry.hold(KEY, opener()), Hold::release)
                    .doOnNext(hold -> hold.release().subscribe())
                    .subscribe()
                    .dispose();
        }

        @Operation
        public void release() {
            Hold hold = held.poll();
            if (hold != null) {
                hold.release().subscribe();
                hold.release().subscribe();
            }
        }

        @Validate
        public void closedOnceNobodyHoldsIt() {
            boolean closedWhileHeld = !held.isEmpty() && open.get() != 1;
            while (!held.isEmpty()) {
                release();
            }
            if (openTwice || givenClosed || closedWhileHeld || waiting.get() != 0 || open.get() != 0) {
                throw new IllegalStateException("open twice: " + openTwice + ", closed when given: " + givenClosed
                        + ", while held: " + closedWhileHeld + ", " + waiting + " waiting, " + open + " left open");
            }
        }

        private Mono<Log> opener() {
            return Mono.defer(() -> {
                openTwice |= open.incrementAndGet() != 1;
                return Log.open(KEY, new Stored(), OPTIONS);
            });
        }

        private final class Stored extends EmptyCore {
            @Override
            public Mono<Void> close() {
                return Mono.fromRunnable(open::decrementAndGet);
            }
        }
    }

    private static IoScheduler ended() {
        IoScheduler io = IoScheduler.create("ended", 1);
        io.dispose();
        return io;
    }
}
