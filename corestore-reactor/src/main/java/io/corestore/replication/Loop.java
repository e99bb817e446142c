package io.corestore.replication;

import io.corestore.core.Serial;
import io.corestore.spi.IoScheduler;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The one place where the replication state of a store is touched: tasks run one after the other. */
final class Loop {
    private static final Logger LOG = Loggers.getLogger(Loop.class);
    private static final int QUANTUM = 1_024;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Set<Runnable> atEnd = new LinkedHashSet<>();
    private final Serial serial;
    private final Scheduler clock;

    /** @param clock whose time counts */
    Loop(IoScheduler io, Scheduler clock) {
        this.clock = clock;
        serial = new Serial(io, () -> Mono.fromRunnable(this::turn));
    }

    /** Runs a task in the loop, later; any thread may ask. */
    void execute(Runnable task) {
        tasks.add(task);
        serial.signal();
    }

    /** Runs a task in the loop after a while; any thread may ask. */
    void executeAfter(Duration pause, Runnable task) {
        Mono.delay(pause, clock).subscribe(tick -> execute(task));
    }

    /** The time in nanoseconds, for comparison. */
    long now() {
        return clock.now(TimeUnit.NANOSECONDS);
    }

    Scheduler clock() {
        return clock;
    }

    /** Runs a task once when the waiting tasks are done; called in the loop. The same task is not queued twice. */
    void atEndOfTurn(Runnable task) {
        atEnd.add(task);
    }

    private void turn() {
        for (int i = 0; i < QUANTUM; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                break;
            }
            run(task);
        }
        while (!atEnd.isEmpty()) {
            Runnable[] last = atEnd.toArray(Runnable[]::new);
            atEnd.clear();
            for (Runnable task : last) {
                run(task);
            }
        }
        if (!tasks.isEmpty()) {
            serial.signal();
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException error) {
            LOG.error("a replication task failed", error);
        }
    }
}
