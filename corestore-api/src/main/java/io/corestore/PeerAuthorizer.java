package io.corestore;

import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.PeerLink;
import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Decides which peers may replicate which cores. Asked each time before a peer is told that a core is here, be it that the
 * peer opens it or that it is active here and would be offered; a core that a peer may not have looks to it like one that
 * is not stored. Knowledge of the core's key is asked for besides: a yes from here does not stand for it.
 *
 * <p>Whoever may have a core may hand its blocks on. What was allowed stays so until the core's channel on that connection
 * ends; {@link Corestore#disconnect} ends all of a peer.
 */
@FunctionalInterface
public interface PeerAuthorizer {
    /** Lets everybody have everything whose key they know. */
    PeerAuthorizer ALL = (peer, core) -> Mono.just(true);

    /**
     * Whether a peer may have a core. Must not block; may be asked about many cores at once.
     *
     * @param peer its {@link PeerLink#remoteKey} is authenticated
     * @return true for yes; false, nothing, an error, and no answer within ten seconds are a no
     */
    Mono<Boolean> isAllowed(PeerLink peer, DiscoveryKey core);

    /** Lets the peers of these public keys have everything whose key they know, and others nothing. */
    static PeerAuthorizer allowing(Collection<Hash> remoteKeys) {
        Set<Hash> allowed = Set.copyOf(remoteKeys);
        return (peer, core) -> Mono.just(allowed.contains(peer.remoteKey()));
    }

    /** A yes only where both say so; {@code other} is asked after this one. */
    default PeerAuthorizer and(PeerAuthorizer other) {
        return (peer, core) ->
                isAllowed(peer, core).filter(Boolean::booleanValue).flatMap(yes -> other.isAllowed(peer, core));
    }
}
