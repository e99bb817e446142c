package io.corestore.reactor;

import io.corestore.core.OrderedSet;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The core sessions of users, of all store objects on one storage. May be used by any thread. */
final class OpenSessions {
    private final OrderedSet<CoreSession> sessions = new OrderedSet<>();

    void add(CoreSession session) {
        sessions.add(session);
    }

    void remove(CoreSession session) {
        sessions.remove(session);
    }

    /** Which cores a user holds. */
    Set<DiscoveryKey> held() {
        return sessions.copy().stream().map(CoreSession::discoveryKey).collect(Collectors.toSet());
    }

    /** Closes some; {@code reason} is what their users get from then on. Never fails. */
    Mono<Void> close(Predicate<CoreSession> which, ClosedException reason) {
        return Flux.defer(() ->
                        Flux.fromIterable(sessions.copy().stream().filter(which).toList()))
                .flatMap(session -> session.close(reason))
                .then();
    }
}
