package io.corestore.transport;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What becomes of peers that are dialled for as long as they are wanted: {@link TcpTransport#dial}. */
public sealed interface DialEvent {
    /** The peer. */
    InetSocketAddress address();

    /** The handshake is done; the connection is closed by the dialler. */
    record Connected(InetSocketAddress address, PeerConnection connection) implements DialEvent {}

    /**
     * The connection has ended, or did not come about.
     *
     * @param pause until the next try
     */
    record Disconnected(InetSocketAddress address, Throwable cause, Duration pause) implements DialEvent {}
}
