package io.corestore.transport;

import java.net.InetSocketAddress;
import reactor.core.publisher.Mono;

/** A port that accepts peers. */
public interface TcpListener {
    /** Where peers can connect to; the port is the one that was chosen if 0 was asked for. */
    InetSocketAddress address();

    /** How many connections there are, those in their handshake included. */
    int connections();

    /** Stops accepting and hangs up on all peers. Work starts on subscription; may be repeated; never fails. */
    Mono<Void> close();
}
