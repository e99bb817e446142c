package io.corestore.transport;

import io.corestore.message.PeerLink;
import reactor.core.publisher.Mono;

/** A connection that was dialled and whose handshake is done. */
public interface PeerConnection {
    /** What both sides know of the connection; the key of the other side is proven. */
    PeerLink link();

    /** Completes when the connection has ended, or fails with what ended it. May be subscribed to at any time. */
    Mono<Void> closed();

    /** Hangs up. Work starts on subscription; may be repeated; never fails; completes when the socket is closed. */
    Mono<Void> close();
}
