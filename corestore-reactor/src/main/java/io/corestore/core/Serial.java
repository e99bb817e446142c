package io.corestore.core;

import io.corestore.spi.IoScheduler;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Runs one asynchronous step at a time on a store's threads, again for as long as work was signalled meanwhile. It is a
 * loop of its own because a chain of operators would grow the stack with each step that completes in place. Once the
 * threads have ended, what little still comes is done by whoever signals it.
 */
public final class Serial {
    private final IoScheduler io;
    private final Supplier<Mono<Void>> step;
    private final AtomicInteger signals = new AtomicInteger();

    /** @param step takes all the work there is; its errors are its own affair and must not reach its end */
    public Serial(IoScheduler io, Supplier<Mono<Void>> step) {
        this.io = io;
        this.step = step;
    }

    /** There is work; any thread may say so. */
    public void signal() {
        if (signals.getAndIncrement() == 0) {
            start();
        }
    }

    private void start() {
        try {
            io.asScheduler().schedule(this::run);
        } catch (RejectedExecutionException ended) {
            run();
        }
    }

    private void run() {
        boolean again;
        do {
            Turn turn = new Turn(signals.get());
            step.get().subscribe(null, error -> turn.end(), turn::end);
            again = turn.endedInPlace() && left(turn.seen) != 0;
        } while (again);
    }

    private int left(int seen) {
        return signals.addAndGet(-seen);
    }

    /** One run of the step: whoever comes second, its end or the return of its subscription, goes on. */
    private final class Turn {
        private final int seen;
        private final AtomicInteger arrivals = new AtomicInteger();

        Turn(int seen) {
            this.seen = seen;
        }

        boolean endedInPlace() {
            return arrivals.getAndIncrement() == 1;
        }

        void end() {
            if (arrivals.getAndIncrement() == 1 && left(seen) != 0) {
                start();
            }
        }
    }
}
