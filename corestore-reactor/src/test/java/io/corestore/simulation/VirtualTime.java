package io.corestore.simulation;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** All that is to happen, in the order of its time; what is due at one time in the order in which it was said. */
final class VirtualTime {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::number));
    private long now;
    private long number;

    private static final class Event implements Disposable {
        private final long due;
        private final long number;
        private @Nullable Runnable task;

        Event(long due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        long due() {
            return due;
        }

        long number() {
            return number;
        }

        @Override
        public void dispose() {
            task = null;
        }

        @Override
        public boolean isDisposed() {
            return task == null;
        }
    }

    /** In microseconds since the start. */
    long now() {
        return now;
    }

    /** How many tasks there were. */
    long count() {
        return number;
    }

    /** Does something after so many microseconds. */
    Disposable after(long micros, Runnable task) {
        Event event = new Event(now + Math.max(0, micros), number++, task);
        events.add(event);
        return event;
    }

    /** Does all that is due up to a time. */
    void runUntil(long micros) {
        while (isNextDueBy(micros)) {
            step();
        }
        now = Math.max(now, micros);
    }

    /** What the publisher emits; it must come within this time. Null if it is empty. */
    <T> @Nullable T await(Mono<T> work, Duration limit) {
        Outcome<T> outcome = new Outcome<>();
        work.subscribe(value -> outcome.value = value, outcome::fail, outcome::end);
        long last = now + limit.toNanos() / 1_000;
        while (!outcome.ended && isNextDueBy(last)) {
            step();
        }
        return outcome.get();
    }

    private boolean isNextDueBy(long micros) {
        Event next = events.peek();
        return next != null && next.due <= micros;
    }

    private void step() {
        Event event = events.remove();
        now = event.due;
        Runnable task = event.task;
        if (task != null) {
            event.task = null;
            task.run();
        }
    }

    private static final class Outcome<T> {
        private @Nullable T value;
        private @Nullable Throwable error;
        private boolean ended;

        void fail(Throwable failure) {
            error = failure;
            ended = true;
        }

        void end() {
            ended = true;
        }

        @Nullable
        T get() {
            if (error != null) {
                throw new AssertionError(error);
            }
            if (!ended) {
                throw new AssertionError("nothing came of what was waited for");
            }
            return value;
        }
    }
}
