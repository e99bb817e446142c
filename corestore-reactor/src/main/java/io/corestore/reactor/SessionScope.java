package io.corestore.reactor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Work of one session: refused once the session has ended, signalled where users get their signals. */
final class SessionScope {
    private static final int AHEAD = 1; // blocks may be large

    private final EndSignal end = new EndSignal();
    private final Scheduler signals;

    SessionScope(Scheduler signals) {
        this.signals = signals;
    }

    /** Where users get their signals. */
    Scheduler signals() {
        return signals;
    }

    void end(Throwable reason) {
        end.end(reason);
    }

    @Nullable
    Throwable error() {
        return end.error();
    }

    /** Work that takes no longer than the disk does: it needs no way out. */
    <T> Mono<T> brief(Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
                    requireOpen();
                    return work.get();
                })
                .publishOn(signals);
    }

    /** Work that may wait for others: it fails when the session is closed. */
    <T> Flux<T> waiting(Supplier<Flux<T>> work) {
        return Flux.defer(work).takeUntilOther(end.asMono()).publishOn(signals, AHEAD);
    }

    void requireOpen() {
        Throwable error = end.error();
        if (error != null) {
            throw Exceptions.propagate(error);
        }
    }
}
