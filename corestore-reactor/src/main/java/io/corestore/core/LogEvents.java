package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.CoreEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;

/** Who is told of a log's changes. Events are emitted by the log's writer and by replication, one at a time. */
final class LogEvents {
    private final Broadcast<CoreEvent> events = new Broadcast<>();
    private final List<LogListener> listeners = new CopyOnWriteArrayList<>();

    Flux<CoreEvent> asFlux() {
        return events.asFlux();
    }

    boolean hasSubscribers() {
        return events.hasSubscribers();
    }

    void emit(CoreEvent event) {
        events.tell(event);
    }

    void complete() {
        events.complete();
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

    void appended(BlockRange range, long bytes) {
        listeners.forEach(listener -> listener.appended(range, bytes));
    }

    void stored(List<LogListener.Stored> runs) {
        listeners.forEach(listener -> listener.stored(runs));
    }

    void cleared(List<BlockRange> ranges) {
        listeners.forEach(listener -> listener.cleared(ranges));
        ranges.forEach(range -> emit(new CoreEvent.Cleared(range)));
    }

    void damaged(List<BlockRange> ranges) {
        listeners.forEach(listener -> listener.cleared(ranges));
        listeners.forEach(listener -> listener.damaged(ranges));
        ranges.forEach(range -> emit(new CoreEvent.Damaged(range)));
    }

    void storageFailed(Throwable error) {
        listeners.forEach(listener -> listener.storageFailed(error));
    }

    void demandChanged() {
        listeners.forEach(LogListener::demandChanged);
    }
}
