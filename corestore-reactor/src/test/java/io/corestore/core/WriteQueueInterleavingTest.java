package io.corestore.core;

import io.corestore.concurrency.Interleavings;
import io.corestore.spi.IoScheduler;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Each write has one outcome: carried out, failed, or withdrawn before it started. */
final class WriteQueueInterleavingTest {
    private static final IoScheduler IO = ended();

    @Test
    void eachWriteHasOneOutcome() {
        Interleavings.stress(Writes.class);
    }

    /** The threads have ended, so that whoever submits carries out what waits. */
    public static final class Writes {
        private final WriteQueue queue = new WriteQueue(IO, this::carryOut);
        private final ConcurrentLinkedQueue<Submitted> all = new ConcurrentLinkedQueue<>();
        private final AtomicInteger writing = new AtomicInteger();
        private final AtomicInteger idle = new AtomicInteger();
        private volatile boolean overlap;
        private volatile boolean ended;

        @Operation
        public void submit() {
            all.add(new Submitted(queue));
        }

        @Operation
        public void submitAndWithdraw() {
            Submitted submitted = new Submitted(queue);
            all.add(submitted);
            submitted.withdraw();
        }

        @Operation
        public void end() {
            ended = true;
            queue.end(new IllegalStateException("ended"))
                    .subscribe(null, null, () -> idle.compareAndSet(0, 1 + writing.get()));
        }

        @Validate
        public void eachHasOneOutcome() {
            all.forEach(Submitted::check);
            if (overlap || idle.get() > 1 || ended && idle.get() == 0) {
                throw new IllegalStateException("overlap: " + overlap + ", idle: " + idle);
            }
        }

        private Mono<Void> carryOut(List<Write> group) {
            overlap |= writing.incrementAndGet() != 1;
            group.forEach(write -> ((Write.Alone<?>) write).run().subscribe());
            writing.decrementAndGet();
            return Mono.empty();
        }
    }

    private static final class Submitted {
        private final AtomicInteger runs = new AtomicInteger();
        private final AtomicInteger outcomes = new AtomicInteger();
        private final Disposable subscription;
        private volatile boolean withdrawn;

        Submitted(WriteQueue queue) {
            subscription = Mono.<Integer>create(sink -> {
                        Write.Alone<Integer> write = new Write.Alone<>(() -> Mono.just(runs.incrementAndGet()), sink);
                        sink.onCancel(write::withdraw);
                        queue.submit(write);
                    })
                    .subscribe(done -> outcomes.incrementAndGet(), failed -> outcomes.incrementAndGet());
        }

        void withdraw() {
            withdrawn = true;
            subscription.dispose();
        }

        void check() {
            boolean told = withdrawn ? outcomes.get() <= 1 : outcomes.get() == 1;
            if (!told || runs.get() > 1) {
                throw new IllegalStateException(runs + " runs, " + outcomes + " outcomes, withdrawn: " + withdrawn);
            }
        }
    }

    private static IoScheduler ended() {
        IoScheduler io = IoScheduler.create("ended", 1);
        io.dispose();
        return io;
    }
}
