package io.corestore.transport;

import reactor.netty.DisposableServer;

/** A server socket and those it accepts. */
final class AcceptingSocket extends BoundServer implements TcpListener {
    AcceptingSocket(DisposableServer server, Acceptor acceptor) {
        super(server, acceptor);
    }
}
