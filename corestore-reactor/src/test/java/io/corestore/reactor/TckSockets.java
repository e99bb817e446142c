package io.corestore.reactor;

import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import io.corestore.transport.PeerConnection;
import io.corestore.transport.TcpConnection;
import io.corestore.transport.TcpListener;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import io.corestore.transport.WebSocketListener;
import io.corestore.transport.WebSocketOptions;
import io.corestore.transport.WebSocketTransport;
import java.time.Duration;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Connections over TCP on which nothing is said, to be ended with a store under test. */
final class TckSockets {
    private static final Duration SOON = Duration.ofSeconds(10);

    private TckSockets() {}

    static Mono<TcpListener> listen(TckStore on) {
        return TcpTransport.listen(TckSockets::silent, TcpOptions.defaults())
                .doOnNext(listener -> on.atClose(listener.close()));
    }

    static Mono<TcpConnection> connect(TckStore on) {
        TcpListener listener = listen(on).block(SOON);
        return TcpTransport.connect(
                TckSockets::silent, "127.0.0.1", listener.address().getPort(), TcpOptions.defaults());
    }

    static Mono<WebSocketListener> listenForWebSockets(TckStore on) {
        return WebSocketTransport.listen(TckSockets::silent, WebSocketOptions.defaults())
                .doOnNext(listener -> on.atClose(listener.close()));
    }

    static Mono<PeerConnection> connectWebSocket(TckStore on) {
        WebSocketListener listener = listenForWebSockets(on).block(SOON);
        return WebSocketTransport.connect(TckSockets::silent, listener.uri(), WebSocketOptions.defaults());
    }

    /** One that has ended. */
    static TcpConnection ended(TckStore on) {
        TcpConnection connection = connect(on).block(SOON);
        connection.close().block(SOON);
        return connection;
    }

    private static Flux<Message> silent(PeerLink link, Publisher<Message> inbound) {
        return Flux.from(inbound).ignoreElements().flux();
    }
}
