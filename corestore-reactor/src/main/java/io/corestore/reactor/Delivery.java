package io.corestore.reactor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Work on something that is owned by whoever gets the result. */
final class Delivery {
    private Delivery() {}

    /** The work; if it gives nothing, fails or is cancelled, what was to be delivered is let go. */
    static <T> Mono<T> of(Mono<T> work, Supplier<Mono<Void>> letGo) {
        return Mono.defer(() -> {
            AtomicBoolean delivered = new AtomicBoolean();
            return work.doOnNext(value -> delivered.set(true)).doFinally(end -> {
                if (!delivered.get()) {
                    letGo.get().subscribe();
                }
            });
        });
    }
}
