package io.corestore.cli;

import io.corestore.Corestore;
import io.corestore.transport.TcpConnection;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A connection with one peer that is made again whenever it ends. */
final class PeerLoop {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private final Corestore store;
    private final Address peer;
    private volatile String lastError = "";

    PeerLoop(Corestore store, Address peer) {
        this.store = store;
        this.peer = peer;
    }

    /** Connects, again and again; never ends by itself. Cancel closes the connection. */
    Mono<Void> run() {
        return once().repeatWhen(ends -> ends.delayElements(PAUSE)).then();
    }

    /** Why the last attempt failed, for the end of a message; empty if it did not. */
    String lastError() {
        return lastError;
    }

    private Mono<Void> once() {
        return Mono.usingWhen(
                        TcpTransport.connect(store::replicate, peer.host(), peer.port(), TcpOptions.defaults()),
                        this::untilClosed,
                        TcpConnection::close)
                .onErrorResume(this::remember);
    }

    private Mono<Void> untilClosed(TcpConnection connection) {
        lastError = "";
        return connection.closed();
    }

    private Mono<Void> remember(Throwable error) {
        lastError = ": " + error.getMessage();
        return Mono.empty();
    }
}
