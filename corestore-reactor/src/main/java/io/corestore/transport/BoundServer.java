package io.corestore.transport;

import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** A server socket and those it accepts. */
abstract class BoundServer implements PeerServer {
    private final DisposableServer server;
    private final Acceptor acceptor;

    BoundServer(DisposableServer server, Acceptor acceptor) {
        this.server = server;
        this.acceptor = acceptor;
    }

    public final InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    @Override
    public final int connections() {
        return acceptor.connections();
    }

    @Override
    public final Mono<Void> shutdown() {
        return unbind().then(acceptor.shutdown());
    }

    @Override
    public final Mono<Void> close() {
        return unbind().then(acceptor.close());
    }

    /** Cuts those that the acceptor does not know yet. */
    void cutPending() {}

    private Mono<Void> unbind() {
        return Mono.defer(() -> {
            server.dispose();
            cutPending();
            return server.onDispose().onErrorComplete();
        });
    }
}
