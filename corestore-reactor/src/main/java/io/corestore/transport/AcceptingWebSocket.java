package io.corestore.transport;

import java.net.InetSocketAddress;
import java.net.URI;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

/** A server socket, those that ask it for an upgrade and those that it accepted. */
final class AcceptingWebSocket implements WebSocketListener {
    private final DisposableServer server;
    private final Upgrades upgrades;
    private final Acceptor acceptor;
    private final String path;

    AcceptingWebSocket(DisposableServer server, Upgrades upgrades, Acceptor acceptor, String path) {
        this.server = server;
        this.upgrades = upgrades;
        this.acceptor = acceptor;
        this.path = path;
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.address();
    }

    @Override
    public URI uri() {
        String host = address().getAddress().getHostAddress();
        return URI.create("ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + address().getPort() + path);
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
            upgrades.dispose();
            return server.onDispose().onErrorComplete();
        });
    }
}
