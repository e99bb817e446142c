package io.corestore.reactor;

import io.corestore.core.OrderedSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Fails all who wait, once, however many they are; to come and to go costs the same for the first and the last. */
final class EndSignal {
    private final OrderedSet<MonoSink<Void>> waiting = new OrderedSet<>();
    private final Mono<Void> signal = Mono.create(this::add);
    private volatile @Nullable Throwable error;

    /** Never completes; fails at the end. */
    Mono<Void> asMono() {
        return signal;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    /** The first reason counts. */
    void end(Throwable reason) {
        synchronized (this) {
            if (error != null) {
                return;
            }
            error = reason;
        }
        waiting.copy().forEach(sink -> {
            waiting.remove(sink);
            sink.error(reason);
        });
    }

    private void add(MonoSink<Void> sink) {
        waiting.add(sink);
        sink.onDispose(() -> waiting.remove(sink));
        Throwable ended = error;
        if (ended != null) {
            sink.error(ended);
        }
    }
}
