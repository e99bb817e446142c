package io.corestore.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * For each request from downstream, everything that is ready upstream, up to a weight. A subscriber of its own since no
 * operator does this: {@code buffer} waits for a count or a time, and here a slow socket makes large batches while an
 * idle one gets each element at once.
 *
 * <p>All signals downstream and all requests upstream come from one worker, one after the other. Upstream is asked when
 * downstream asks, for about as many elements as make a batch, by the weight of the last one, so that large elements
 * do not pile up. An empty batch is emitted when downstream wants one and there was none for the idle time.
 */
final class ReadyBatches<T> extends Flux<List<T>> {
    private final Flux<T> source;
    private final ToIntFunction<T> weight;
    private final int fullWeight;
    private final Scheduler scheduler;
    private final Scheduler timer;
    private final Duration idle;

    private ReadyBatches(
            Flux<T> source,
            ToIntFunction<T> weight,
            int fullWeight,
            Scheduler scheduler,
            Scheduler timer,
            Duration idle) {
        this.source = source;
        this.weight = weight;
        this.fullWeight = fullWeight;
        this.scheduler = scheduler;
        this.timer = timer;
        this.idle = idle;
    }

    /**
     * Batches of messages that end once they have the weight.
     *
     * @param scheduler where batches are made and signalled
     * @param timer where the idle time is counted
     * @param idle zero for no empty batches
     */
    static <T> Flux<List<T>> of(
            Flux<T> source,
            ToIntFunction<T> weight,
            int fullWeight,
            Scheduler scheduler,
            Scheduler timer,
            Duration idle) {
        return new ReadyBatches<>(source, weight, fullWeight, scheduler, timer, idle);
    }

    @Override
    public void subscribe(CoreSubscriber<? super List<T>> actual) {
        source.subscribe(new Batcher<>(actual, this));
    }

    private static final class Batcher<T> implements CoreSubscriber<T>, Subscription, Runnable {
        private static final int MIN_WINDOW = 2;
        private static final int FIRST_WINDOW = 16;
        private static final int MAX_WINDOW = 256;

        private final CoreSubscriber<? super List<T>> actual;
        private final ToIntFunction<T> weight;
        private final int fullWeight;
        private final Scheduler.Worker worker;
        private final ReadyBatches<T> parent;
        private final Queue<T> queue = Queues.<T>unbounded(MAX_WINDOW).get();
        private final AtomicInteger work = new AtomicInteger();
        private final AtomicLong requested = new AtomicLong();
        private @Nullable Subscription upstream;
        private @Nullable IdleTimer idleTimer;
        private volatile boolean idle;
        private volatile boolean done;
        private volatile boolean cancelled;
        private @Nullable Throwable error;

        /** How many elements upstream owes us, and how many it may; touched by the worker alone. */
        private int outstanding;

        private int window = FIRST_WINDOW;

        Batcher(CoreSubscriber<? super List<T>> actual, ReadyBatches<T> parent) {
            this.actual = actual;
            this.parent = parent;
            this.weight = parent.weight;
            this.fullWeight = parent.fullWeight;
            this.worker = parent.scheduler.createWorker();
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            if (Operators.validate(upstream, subscription)) {
                upstream = subscription;
                idleTimer = IdleTimer.start(parent.timer, parent.idle, this::onIdle);
                actual.onSubscribe(this);
            }
        }

        @Override
        public void onNext(T element) {
            queue.offer(element);
            schedule();
        }

        @Override
        public void onError(Throwable failure) {
            if (done) {
                Operators.onErrorDropped(failure, currentContext());
                return;
            }
            error = failure;
            done = true;
            schedule();
        }

        @Override
        public void onComplete() {
            done = true;
            schedule();
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                requireNonNullUpstream().cancel();
                onError(new IllegalArgumentException("request of " + n + ": must be positive (rule 3.9)"));
                return;
            }
            requested.updateAndGet(before -> Operators.addCap(before, n));
            schedule();
        }

        @Override
        public void cancel() {
            if (!cancelled) {
                cancelled = true;
                requireNonNullUpstream().cancel();
                release();
                if (work.getAndIncrement() == 0) {
                    queue.clear();
                }
            }
        }

        private void onIdle() {
            idle = true;
            schedule();
        }

        private void schedule() {
            if (work.getAndIncrement() != 0) {
                return;
            }
            try {
                worker.schedule(this);
            } catch (RejectedExecutionException stopped) {
                if (!cancelled) {
                    requireNonNullUpstream().cancel();
                    release();
                    actual.onError(stopped);
                }
            }
        }

        @Override
        public void run() {
            int missed = work.get();
            do {
                emit();
                missed = work.addAndGet(-missed);
            } while (missed != 0);
        }

        private void emit() {
            while (!cancelled) {
                if (done && queue.isEmpty()) {
                    finish();
                    return;
                }
                if (requested.get() == 0) {
                    return;
                }
                List<T> batch = collect();
                if (batch.isEmpty() && !idle) {
                    if (done) {
                        continue;
                    }
                    return;
                }
                signal(batch);
            }
            queue.clear();
        }

        private void signal(List<T> batch) {
            idle = false;
            if (idleTimer != null) {
                idleTimer.touch();
            }
            if (requested.get() != Long.MAX_VALUE) {
                requested.decrementAndGet();
            }
            actual.onNext(batch);
        }

        private void finish() {
            cancelled = true;
            release();
            if (error == null) {
                actual.onComplete();
            } else {
                actual.onError(error);
            }
        }

        private List<T> collect() {
            List<T> batch = new ArrayList<>();
            long total = 0;
            while (total < fullWeight) {
                T element = poll();
                if (element == null) {
                    break;
                }
                outstanding--;
                batch.add(element);
                total += weight.applyAsInt(element);
            }
            if (!batch.isEmpty()) {
                long each = Math.max(1, total / batch.size());
                window = (int) Math.max(MIN_WINDOW, Math.min(MAX_WINDOW, fullWeight / each));
            }
            return batch;
        }

        /** An element that is there, or one that upstream makes as soon as it is asked. */
        private @Nullable T poll() {
            T element = queue.poll();
            int missing = window - outstanding;
            if (element != null || done || missing <= 0) {
                return element;
            }
            outstanding += missing;
            requireNonNullUpstream().request(missing);
            return queue.poll();
        }

        private void release() {
            if (idleTimer != null) {
                idleTimer.dispose();
            }
            worker.dispose();
        }

        private Subscription requireNonNullUpstream() {
            if (upstream == null) {
                throw new IllegalStateException("not subscribed");
            }
            return upstream;
        }
    }
}
