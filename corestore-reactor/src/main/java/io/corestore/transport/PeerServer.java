package io.corestore.transport;

import reactor.core.publisher.Mono;

/** What accepts peers. */
public interface PeerServer {
    /** How many connections there are, those in their handshake included. */
    int connections();

    /**
     * Stops accepting and lets the peers go: each duplex is told that its peer has nothing more to say, what it has said
     * is sent, then its connection ends. What has not ended after {@link TcpOptions#shutdownTimeout()} is cut, as by
     * {@link #close()}. Work starts on subscription; may be repeated, and cut short by {@link #close()}; never fails;
     * completes when all connections have ended. Cancel stops the waiting: the connections go on to end, and none is cut.
     */
    Mono<Void> shutdown();

    /**
     * Stops accepting and hangs up on all peers; what was not sent is dropped. Work starts on subscription; may be
     * repeated; never fails.
     */
    Mono<Void> close();
}
