package io.corestore.transport;

import java.net.InetSocketAddress;
import java.net.URI;

/** A port that accepts peers over WebSocket, at one path. */
public interface WebSocketListener extends PeerServer {
    /** Where it listens; the port is the one that was chosen if 0 was asked for. */
    InetSocketAddress address();

    /** What peers on this host dial; others put a name of this host in it. */
    URI uri();
}
