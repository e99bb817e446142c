package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.CoreEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/** Who is told of a log's changes. Events are emitted by the log's writer and by replication, one at a time. */
final class LogEvents {
    private final Sinks.Many<CoreEvent> sink = Sinks.many().multicast().directBestEffort();
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();

    Flux<CoreEvent> asFlux() {
        return sink.asFlux()
                .onBackpressureBuffer(
                        Queues.SMALL_BUFFER_SIZE, reactor.core.publisher.BufferOverflowStrategy.DROP_OLDEST);
    }

    boolean hasSubscribers() {
        return sink.currentSubscriberCount() > 0;
    }

    synchronized void emit(CoreEvent event) {
        sink.tryEmitNext(event);
    }

    synchronized void complete() {
        sink.tryEmitComplete();
    }

    void add(LogListener listener) {
        listeners.add(listener);
    }

    void remove(LogListener listener) {
        listeners.remove(listener);
    }

    void treeMoved(LogState before, LogState after, long shared) {
        listeners.forEach(listener -> listener.treeMoved(before, after, shared));
        if (!hasSubscribers()) {
            return;
        }
        if (after.fork() != before.fork()) {
            emit(new CoreEvent.Truncated(shared, after.fork()));
        }
        if (after.length() > shared) {
            emit(new CoreEvent.Grown(after.length(), after.byteLength()));
        }
    }

    void stored(List<LogListener.Stored> runs) {
        listeners.forEach(listener -> listener.stored(runs));
    }

    void cleared(List<BlockRange> ranges) {
        listeners.forEach(listener -> listener.cleared(ranges));
        ranges.forEach(range -> emit(new CoreEvent.Cleared(range)));
    }

    void demandChanged() {
        listeners.forEach(LogListener::demandChanged);
    }
}
