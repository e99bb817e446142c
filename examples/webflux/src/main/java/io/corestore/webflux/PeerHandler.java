package io.corestore.webflux;

import io.corestore.Corestore;
import io.corestore.error.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.web.reactive.socket.WebSocketHandler;
import org.springframework.web.reactive.socket.WebSocketMessage;
import org.springframework.web.reactive.socket.WebSocketSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

// tag::peers[]
/** Peers of the store over WebSocket: whoever dials and knows a log's key has its blocks. */
class PeerHandler implements WebSocketHandler {
    private static final int FRAME = 64 * 1024; // the most that WebFlux takes of a message by default

    private final Corestore store;

    PeerHandler(Corestore store) {
        this.store = store;
    }

    @Override
    public Mono<Void> handle(WebSocketSession session) {
        Flux<ByteBuffer> received = session.receive().handle(PeerHandler::take);
        return store.replicate(false, received)
                .concatMap(bytes -> session.send(Flux.fromIterable(messages(session, bytes))), 1)
                .then();
    }

    private static void take(WebSocketMessage message, SynchronousSink<ByteBuffer> bytes) {
        if (message.getType() == WebSocketMessage.Type.TEXT) {
            bytes.error(new ProtocolException("a text message where bytes are spoken"));
        } else if (message.getType() == WebSocketMessage.Type.BINARY) {
            DataBuffer payload = message.getPayload(); // the session's, and gone when this returns
            ByteBuffer copy = ByteBuffer.allocate(payload.readableByteCount());
            payload.toByteBuffer(copy);
            bytes.next(copy);
        }
    }

    private static List<WebSocketMessage> messages(WebSocketSession session, ByteBuffer bytes) {
        List<WebSocketMessage> messages = new ArrayList<>();
        for (int at = bytes.position(); at < bytes.limit(); at += FRAME) {
            ByteBuffer piece = bytes.slice(at, Math.min(FRAME, bytes.limit() - at));
            messages.add(session.binaryMessage(buffers -> buffers.wrap(piece)));
        }
        return messages;
    }
}
// end::peers[]
