package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** Peers at a path of a server that has other things to do. */
class WebSocketEndpointTest extends ServerContract {
    private final Map<PeerServer, DisposableServer> servers = new HashMap<>();

    @Override
    Mono<? extends PeerServer> serve(MessageDuplex duplex, TcpOptions options) {
        WebSocketEndpoint endpoint =
                WebSocketEndpoint.of(duplex, WebSocketOptions.defaults().withTcp(options));
        return HttpServer.create()
                .host("127.0.0.1")
                .route(routes -> endpoint.mount(routes, "/peers")
                        .get("/hello", (request, response) -> response.sendString(Mono.just("hello"))))
                .bind()
                .doOnNext(server -> servers.put(endpoint, server))
                .thenReturn(endpoint);
    }

    @Override
    Mono<? extends PeerConnection> dial(PeerServer server, MessageDuplex duplex) {
        return WebSocketTransport.connect(duplex, uri(server), WebSocketOptions.defaults());
    }

    @Override
    Mono<Void> sendForeign(PeerServer server, ByteBuffer bytes) {
        return ForeignWebSocket.send(uri(server), socket -> socket.sendBinary(bytes, true))
                .then();
    }

    @Override
    Mono<Void> release() {
        List<Mono<Void>> ends = new ArrayList<>();
        servers.values().forEach(server -> {
            server.dispose();
            ends.add(server.onDispose());
        });
        return Mono.when(ends);
    }

    @Test
    void theServerOutlivesTheEndpoint() {
        PeerServer endpoint = served(Talker.having(List.of()), TcpOptions.defaults());
        completes(endpoint.shutdown());
        HttpClient.newConnection()
                .get()
                .uri("http://127.0.0.1:" + servers.get(endpoint).port() + "/hello")
                .responseContent()
                .aggregate()
                .asString()
                .as(StepVerifier::create)
                .expectNext("hello")
                .expectComplete()
                .verify(PATIENCE);
    }

    private URI uri(PeerServer server) {
        return URI.create("ws://127.0.0.1:" + servers.get(server).port() + "/peers");
    }
}
