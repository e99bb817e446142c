package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;

class TcpTransportTest extends ServerContract {
    @Override
    Mono<? extends PeerServer> serve(MessageDuplex duplex, TcpOptions options) {
        return TcpTransport.listen(duplex, options);
    }

    @Override
    Mono<? extends PeerConnection> dial(PeerServer server, MessageDuplex duplex) {
        return TcpTransport.connect(duplex, "127.0.0.1", port(server), TcpOptions.defaults());
    }

    @Override
    Mono<Void> sendForeign(PeerServer server, ByteBuffer bytes) {
        return TcpClient.create()
                .host("127.0.0.1")
                .port(port(server))
                .connect()
                .flatMap(connection -> connection
                        .outbound()
                        .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)))
                        .then()
                        .then(connection.inbound().receive().then())
                        .onErrorComplete()
                        .then(connection.onDispose()));
    }

    @Override
    Mono<Void> release() {
        return Mono.empty();
    }

    private static int port(PeerServer server) {
        return ((TcpListener) server).address().getPort();
    }
}
