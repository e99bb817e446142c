package io.corestore.reactor;

import io.corestore.concurrency.Interleavings;
import io.corestore.error.SuspendedException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Nobody is inside a gate that has been shut, and who shuts it is told. */
final class GateInterleavingTest {
    @Test
    void whoShutsIsToldOnceAllHaveLeft() {
        Interleavings.stress(Passing.class);
    }

    /** Shut once, and passed by all. */
    public static final class Passing {
        private final Gate gate = new Gate();
        private final ConcurrentLinkedQueue<Sinks.Empty<Void>> inside = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger told = new AtomicInteger();
        private volatile boolean shut;
        private volatile boolean toldTooEarly;

        @Operation
        public void enter() {
            Sinks.Empty<Void> work = Sinks.empty();
            gate.pass(() -> {
                        count.incrementAndGet();
                        inside.add(work);
                        return work.asMono().doOnTerminate(count::decrementAndGet);
                    })
                    .onErrorResume(SuspendedException.class, refused -> Mono.empty())
                    .subscribe();
        }

        @Operation
        public void leave() {
            Sinks.Empty<Void> work = inside.poll();
            if (work != null) {
                work.tryEmitEmpty();
            }
        }

        @Operation
        public void shut() {
            shut = true;
            gate.shut().subscribe(null, null, () -> {
                told.incrementAndGet();
                toldTooEarly |= count.get() != 0;
            });
        }

        @Validate
        public void allIsQuiet() {
            while (!inside.isEmpty()) {
                leave();
            }
            if (toldTooEarly || shut && told.get() == 0) {
                throw new IllegalStateException("told " + told + " times, too early: " + toldTooEarly);
            }
        }
    }
}
