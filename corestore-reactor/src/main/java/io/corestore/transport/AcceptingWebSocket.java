package io.corestore.transport;

import java.net.URI;
import reactor.netty.DisposableServer;

/** A server socket, those that ask it for an upgrade and those that it accepted. */
final class AcceptingWebSocket extends BoundServer implements WebSocketListener {
    private final Upgrades upgrades;
    private final String path;

    AcceptingWebSocket(DisposableServer server, Upgrades upgrades, Acceptor acceptor, String path) {
        super(server, acceptor);
        this.upgrades = upgrades;
        this.path = path;
    }

    @Override
    public URI uri() {
        String host = address().getAddress().getHostAddress();
        return URI.create("ws://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + address().getPort() + path);
    }

    @Override
    void cutPending() {
        upgrades.dispose();
    }
}
