package io.corestore.simulation;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Threads of one simulated process: each task starts after a delay, which puts tasks in any order, but for those of one worker. */
final class ProcessScheduler implements Scheduler {
    private final VirtualTime time;
    private final LongSupplier delay;
    private final AtomicBoolean ended;
    private int running;

    /**
     * @param delay of each task, in microseconds
     * @param ended whether the process has ended: what was to be done then is not
     */
    ProcessScheduler(VirtualTime time, LongSupplier delay, AtomicBoolean ended) {
        this.time = time;
        this.delay = delay;
        this.ended = ended;
    }

    /** Whether the caller is in one of the tasks. */
    boolean isCurrent() {
        return running > 0;
    }

    @Override
    public Disposable schedule(Runnable task) {
        return time.after(delay.getAsLong(), () -> run(task));
    }

    @Override
    public Disposable schedule(Runnable task, long pause, TimeUnit unit) {
        return time.after(unit.toMicros(pause) + delay.getAsLong(), () -> run(task));
    }

    @Override
    public Disposable schedulePeriodically(Runnable task, long first, long period, TimeUnit unit) {
        Disposable.Swap next = Disposables.swap();
        next.update(schedule(() -> again(next, task, period, unit), first, unit));
        return next;
    }

    private void again(Disposable.Swap next, Runnable task, long period, TimeUnit unit) {
        task.run();
        next.update(schedule(() -> again(next, task, period, unit), period, unit));
    }

    @Override
    public long now(TimeUnit unit) {
        return unit.convert(time.now(), TimeUnit.MICROSECONDS);
    }

    @Override
    public Worker createWorker() {
        return new InOrder();
    }

    private void run(Runnable task) {
        if (ended.get()) {
            return;
        }
        running++;
        try {
            task.run();
        } finally {
            running--;
        }
    }

    private final class InOrder implements Worker {
        private final Disposable.Composite tasks = Disposables.composite();
        private long last;

        @Override
        public Disposable schedule(Runnable task) {
            return schedule(task, 0, TimeUnit.MICROSECONDS);
        }

        @Override
        public Disposable schedule(Runnable task, long pause, TimeUnit unit) {
            last = Math.max(last, time.now() + unit.toMicros(pause) + delay.getAsLong());
            Disposable.Swap handle = Disposables.swap();
            tasks.add(handle);
            handle.update(time.after(last - time.now(), () -> {
                tasks.remove(handle);
                run(task);
            }));
            return handle;
        }

        @Override
        public void dispose() {
            tasks.dispose();
        }

        @Override
        public boolean isDisposed() {
            return tasks.isDisposed();
        }
    }
}
