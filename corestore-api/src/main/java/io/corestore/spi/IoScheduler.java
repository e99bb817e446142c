package io.corestore.spi;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The bounded set of threads on which one store touches its files. Work that is already on one of them goes on in
 * place, so that a group of operations costs one change of thread.
 */
public final class IoScheduler {
    private static final int IDLE_SECONDS = 10;
    private final Scheduler scheduler;
    private final BooleanSupplier current;
    private final Runnable end;

    private IoScheduler(Scheduler scheduler, BooleanSupplier current, Runnable end) {
        this.scheduler = scheduler;
        this.current = current;
        this.end = end;
    }

    /** At most {@code threads} daemon threads, made when needed and ended when idle. */
    public static IoScheduler create(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        Object owner = new Object();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedTransferQueue<>(),
                task -> new IoThread(owner, task, name + "-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return new IoScheduler(
                Schedulers.fromExecutorService(pool, name),
                () -> Thread.currentThread() instanceof IoThread thread && thread.owner == owner,
                pool::shutdown);
    }

    /**
     * The tasks of a scheduler that is the caller's, such as one of virtual time; {@link #dispose} leaves it as it is.
     *
     * @param current whether the caller is in one of its tasks, and may go on in place
     */
    public static IoScheduler over(Scheduler scheduler, BooleanSupplier current) {
        return new IoScheduler(scheduler, current, () -> {});
    }

    /** Two threads for each processor, four at least: a sync blocks its thread. */
    public static IoScheduler create() {
        return create("corestore-io", Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    }

    /** The same threads, for operators; each task changes the thread. */
    public Scheduler asScheduler() {
        return scheduler;
    }

    /** Whether the caller is on one of these threads. */
    public boolean isCurrent() {
        return current.getAsBoolean();
    }

    /** Runs a task that may block: in place on one of these threads, else on a free one. Null completes empty. */
    public <T> Mono<T> call(Callable<? extends @Nullable T> task) {
        Mono<T> work = Mono.fromCallable(task::call);
        return Mono.defer(() -> isCurrent() ? work : work.subscribeOn(scheduler));
    }

    /** Subscribes to {@code work} in place on one of these threads, else on a free one. */
    public <T> Mono<T> defer(Mono<T> work) {
        return Mono.defer(() -> isCurrent() ? work : work.subscribeOn(scheduler));
    }

    /** Ends the threads once their work is done. */
    public void dispose() {
        end.run();
    }

    private static final class IoThread extends Thread {
        private final Object owner;

        IoThread(Object owner, Runnable task, String name) {
            super(task, name);
            this.owner = owner;
            setDaemon(true);
        }
    }
}
