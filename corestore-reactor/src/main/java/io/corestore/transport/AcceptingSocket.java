package io.corestore.transport;

import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** A server socket and those it accepts. */
final class AcceptingSocket implements TcpListener {
    private final DisposableServer server;
    private final Acceptor acceptor;

    AcceptingSocket(DisposableServer server, Acceptor acceptor) {
        this.server = server;
        this.acceptor = acceptor;
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    @Override
    public int connections() {
        return acceptor.connections();
    }

    @Override
    public Mono<Void> shutdown() {
        return unbind().then(acceptor.shutdown());
    }

    @Override
    public Mono<Void> close() {
        return unbind().then(acceptor.close());
    }

    private Mono<Void> unbind() {
        return Mono.defer(() -> {
            server.dispose();
            return server.onDispose().onErrorComplete();
        });
    }
}
