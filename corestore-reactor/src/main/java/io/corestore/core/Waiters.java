package io.corestore.core;

import io.corestore.BlockRange;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Those who wait for a number to be reached or for a block to arrive; each wakes once, and looks for itself. */
final class Waiters {
    private final ConcurrentNavigableMap<Long, Queue<MonoSink<Void>>> byNumber = new ConcurrentSkipListMap<>();
    private final LongPredicate reached;
    private volatile @Nullable Throwable ended;

    /** @param reached whether nobody needs to wait for this number */
    Waiters(LongPredicate reached) {
        this.reached = reached;
    }

    /** Completes when the number is reached; cancel leaves. */
    Mono<Void> await(long number) {
        return Mono.create(sink -> {
            if (reached.test(number)) {
                sink.success();
                return;
            }
            Queue<MonoSink<Void>> queue = byNumber.compute(number, (n, q) -> {
                Queue<MonoSink<Void>> line = q == null ? new ConcurrentLinkedQueue<>() : q;
                line.add(sink);
                return line;
            });
            sink.onDispose(() -> leave(number, queue, sink));
            Throwable error = ended;
            if (error != null) {
                sink.error(error);
            } else if (reached.test(number)) {
                sink.success();
            }
        });
    }

    /** Wakes those who wait for a number of the range. */
    void wake(BlockRange range) {
        if (byNumber.isEmpty()) {
            return;
        }
        Map<Long, Queue<MonoSink<Void>>> woken = byNumber.subMap(range.start(), range.end());
        for (Iterator<Queue<MonoSink<Void>>> line = woken.values().iterator(); line.hasNext(); ) {
            Queue<MonoSink<Void>> queue = line.next();
            line.remove();
            queue.forEach(MonoSink::success);
        }
    }

    /** Fails all who wait and all who come. */
    void end(Throwable error) {
        ended = error;
        Map<Long, Queue<MonoSink<Void>>> all = new ConcurrentHashMap<>(byNumber);
        byNumber.clear();
        all.values().forEach(queue -> queue.forEach(sink -> sink.error(error)));
    }

    private void leave(long number, Queue<MonoSink<Void>> queue, MonoSink<Void> sink) {
        byNumber.computeIfPresent(number, (n, line) -> {
            queue.remove(sink);
            return line.isEmpty() ? null : line;
        });
    }
}
