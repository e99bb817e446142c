package io.corestore.reactor;

import io.corestore.Core;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Waits for what becomes of a core. */
public final class CoreStates {
    private CoreStates() {}

    /** Completes once the core is as wanted: listens first, then looks, so that no change is missed between. */
    public static Mono<Void> until(Core core, Predicate<Core> wanted) {
        return Flux.merge(core.events(), Mono.just(core))
                .any(change -> wanted.test(core))
                .then();
    }
}
