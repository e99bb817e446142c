package io.corestore.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/** A socket that carries a stream of bytes each way. Netty's buffers end here. */
interface ByteConnection {
    /** The socket; disposing of it cuts the connection. */
    Connection connection();

    /** What the other side sends, cut anywhere and read on demand. Allows one subscriber. */
    Flux<ByteBuffer> inbound();

    /**
     * Completes when the bytes are in the socket, so that the next ones wait for it and not in a queue. A socket that is
     * closed takes anything: how the connection ended is for the input to say, once it has delivered what had arrived.
     */
    Mono<Void> write(ByteBuffer bytes);

    /** Tells the other side that nothing more comes; what it still sends is still received. */
    Mono<Void> endOutput();

    /** Where the other side is. */
    default SocketAddress remoteAddress() {
        return connection().channel().remoteAddress();
    }

    /** The IP address of the other side. */
    default String host() {
        return remoteAddress() instanceof InetSocketAddress inet && inet.getAddress() != null
                ? inet.getAddress().getHostAddress()
                : String.valueOf(remoteAddress());
    }

    /** Where the other side is, for people to read. */
    default String address() {
        return remoteAddress() instanceof InetSocketAddress inet ? host() + ":" + inet.getPort() : host();
    }
}
