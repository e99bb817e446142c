package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.nio.ByteBuffer;
import reactor.core.publisher.Mono;

class WebSocketTransportTest extends ServerContract {
    @Override
    Mono<? extends PeerServer> serve(MessageDuplex duplex, TcpOptions options) {
        return WebSocketTransport.listen(duplex, WebSocketOptions.defaults().withTcp(options));
    }

    @Override
    Mono<? extends PeerConnection> dial(PeerServer server, MessageDuplex duplex) {
        return WebSocketTransport.connect(duplex, ((WebSocketListener) server).uri(), WebSocketOptions.defaults());
    }

    @Override
    Mono<Void> sendForeign(PeerServer server, ByteBuffer bytes) {
        return ForeignWebSocket.send(((WebSocketListener) server).uri(), socket -> socket.sendBinary(bytes, true))
                .then();
    }

    @Override
    Mono<Void> release() {
        return Mono.empty();
    }
}
