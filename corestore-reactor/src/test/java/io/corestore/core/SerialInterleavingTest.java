package io.corestore.core;

import io.corestore.concurrency.Interleavings;
import io.corestore.spi.IoScheduler;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Steps run one at a time, and a signal is never lost, also while a step ends. */
final class SerialInterleavingTest {
    @Test
    void stepsStepsInPlace() {
        Interleavings.stress(StepsInPlace.class);
    }

    @Test
    void stepsThatEndLater() {
        Interleavings.stress(StepsThatEndLater.class);
    }

    private static final IoScheduler ENDED = ended();

    /** The threads have ended, so that whoever signals does the work. */
    public static class StepsInPlace {
        private final AtomicInteger todo = new AtomicInteger();
        private final AtomicBoolean running = new AtomicBoolean();
        private final Serial serial = new Serial(ENDED, this::step);

        @Operation
        public void work() {
            todo.incrementAndGet();
            serial.signal();
        }

        @Validate
        public void allIsDone() {
            if (todo.get() != 0 || running.get()) {
                throw new IllegalStateException(todo + " left undone, running: " + running);
            }
        }

        private Mono<Void> step() {
            if (!running.compareAndSet(false, true)) {
                throw new AssertionError("two steps at once");
            }
            todo.set(0);
            running.set(false);
            return Mono.empty();
        }
    }

    /** A step ends when somebody says so. */
    public static class StepsThatEndLater {
        private final AtomicInteger todo = new AtomicInteger();
        private final AtomicInteger running = new AtomicInteger();
        private volatile MonoSink<Void> end;
        private final Serial serial = new Serial(ENDED, this::step);

        @Operation
        public void work() {
            todo.incrementAndGet();
            serial.signal();
        }

        @Operation(nonParallelGroup = "end")
        public void end() {
            MonoSink<Void> step = end;
            if (step != null) {
                end = null;
                running.decrementAndGet();
                step.success();
            }
        }

        @Validate
        public void allIsDone() {
            while (end != null) {
                end();
            }
            if (todo.get() != 0 || running.get() != 0) {
                throw new IllegalStateException(todo + " left undone, running: " + running);
            }
        }

        private Mono<Void> step() {
            if (running.incrementAndGet() != 1) {
                throw new AssertionError("two steps at once");
            }
            todo.set(0);
            return Mono.create(sink -> end = sink);
        }
    }

    private static IoScheduler ended() {
        IoScheduler io = IoScheduler.create("ended", 1);
        io.dispose();
        return io;
    }
}
