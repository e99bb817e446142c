package io.corestore.storage.corestore6;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * One change of a core, and what is stored of it then.
 *
 * @param durable whether it, and what was before, survives a power cut once it is acknowledged
 * @param between what may be stored while it is made, besides what was before and what is after
 * @param after what is stored once it is acknowledged
 */
record Step(String name, boolean durable, Action action, List<State> between, State after) {
    /** Makes the change. */
    interface Action {
        Mono<Void> on(Session session);
    }

    @Override
    public String toString() {
        return name;
    }
}
