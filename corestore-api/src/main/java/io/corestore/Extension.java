package io.corestore;

import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Messages of the user's own between peers that share a core and know the extension by its name (spec page 12). Nothing
 * of them is signed or stored; they come in the order in which they were sent. A message is the bytes as they are, at most
 * 64 KiB: a longer one is refused with an {@link IllegalArgumentException}, thrown at once, and one that comes is dropped.
 * After the close of the session nothing is sent any more: that fails with a {@link io.corestore.error.ClosedException}.
 */
public interface Extension {
    String name();

    /**
     * What peers send from the subscription on. A subscriber that does not keep up misses the oldest. Completes when the
     * session closes.
     */
    Flux<Received> messages();

    /** Sends to one peer; completes when it is on its way, at once if the peer is gone. */
    Mono<Void> send(Hash remoteKey, ByteBuffer message);

    /** Sends to every peer that shares the core now. */
    Mono<Void> broadcast(ByteBuffer message);

    /**
     * One message.
     *
     * @param from the public key of the peer
     * @param message read-only
     */
    record Received(Hash from, ByteBuffer message) {}
}
