package io.corestore.core;

import io.corestore.BlockRange;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Those who wait for a number to be reached or for a block to arrive; each wakes once, and looks for itself. They wake
 * outside the monitor.
 */
final class Waiters {
    private final NavigableMap<Long, Set<MonoSink<Void>>> byNumber = new TreeMap<>();
    private final LongPredicate reached;
    private volatile @Nullable Throwable ended;
    private volatile boolean isEmpty = true;

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
            join(number, sink);
            sink.onDispose(() -> leave(number, sink));
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
        if (!isEmpty) {
            take(range.start(), range.end()).forEach(MonoSink::success);
        }
    }

    /** Fails all who wait and all who come. */
    void end(Throwable error) {
        ended = error;
        fail(error);
    }

    /** Fails all who wait now. */
    void fail(Throwable error) {
        take(Long.MIN_VALUE, Long.MAX_VALUE).forEach(sink -> sink.error(error));
    }

    private synchronized void join(long number, MonoSink<Void> sink) {
        byNumber.computeIfAbsent(number, n -> new LinkedHashSet<>()).add(sink);
        isEmpty = false;
    }

    private synchronized void leave(long number, MonoSink<Void> sink) {
        Set<MonoSink<Void>> line = byNumber.get(number);
        if (line != null && line.remove(sink) && line.isEmpty()) {
            byNumber.remove(number);
            isEmpty = byNumber.isEmpty();
        }
    }

    private synchronized List<MonoSink<Void>> take(long start, long end) {
        Map<Long, Set<MonoSink<Void>>> range = byNumber.subMap(start, end);
        List<MonoSink<Void>> taken = new ArrayList<>();
        range.values().forEach(taken::addAll);
        range.clear();
        isEmpty = byNumber.isEmpty();
        return taken;
    }
}
