package io.corestore.transport;

import java.net.InetSocketAddress;

/** A port that accepts peers. */
public interface TcpListener extends PeerServer {
    /** Where peers can connect to; the port is the one that was chosen if 0 was asked for. */
    InetSocketAddress address();
}
