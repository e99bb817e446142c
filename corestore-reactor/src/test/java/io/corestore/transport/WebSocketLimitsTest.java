package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.error.ClosedException;
import io.corestore.error.ProtocolException;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.TcpClient;
import reactor.test.StepVerifier;

/** Peers over WebSocket that are not what they should be. */
@ExtendWith(BufferLeaks.class)
class WebSocketLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int NO_BYTES = 1003;
    private static final int TOO_LARGE = 1009;
    private static final int TRY_AGAIN_LATER = 1013;

    private final List<WebSocketListener> listeners = new ArrayList<>();
    private final List<Connection> sockets = new ArrayList<>();

    @AfterEach
    void close() {
        sockets.forEach(Connection::dispose);
        Mono.when(listeners.stream().map(PeerServer::close).toList()).block(PATIENCE);
    }

    @Test
    void aTextMessageBreaksTheProtocol() {
        answers(WebSocketOptions.defaults(), socket -> socket.sendText("hello", true), NO_BYTES);
    }

    @Test
    void aFrameAboveTheLimitEndsTheConnection() {
        answers(
                WebSocketOptions.defaults().withMaxFrame(1_000),
                socket -> socket.sendBinary(ByteBuffer.allocate(1_001), true),
                TOO_LARGE);
    }

    @Test
    void whoSaysNothingIsCutAfterTheHandshakeTimeout() {
        WebSocketListener listener = listen(hasty());
        StepVerifier.create(ForeignWebSocket.send(listener.uri(), socket -> socket.sendPing(ByteBuffer.allocate(1))))
                .expectNextCount(1)
                .expectComplete()
                .verify(PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET /corestore HT", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"})
    void whoDoesNotAskForAnUpgradeIsCutAfterTheHandshakeTimeout(String request) {
        WebSocketListener listener = listen(hasty());
        StepVerifier.create(open(listener)
                        .flatMap(socket -> socket.outbound()
                                .sendString(Mono.just(request))
                                .then()
                                .thenMany(socket.inbound().receive())
                                .then(socket.onDispose())))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void socketsThatAreNotUpgradedCountAsPending() {
        WebSocketListener listener =
                listen(WebSocketOptions.defaults().withTcp(TcpOptions.defaults().withMaxPending(100, 1)));
        Connection first = open(listener).block(PATIENCE);
        StepVerifier.create(dial(listener.uri())).expectError().verify(PATIENCE);
        first.disposeNow(PATIENCE);
        StepVerifier.create(dial(listener.uri()).retry(1_000).flatMap(PeerConnection::close))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void whoHasProvenWhoHeIsDoesNotCountAsPending() {
        WebSocketListener listener =
                listen(WebSocketOptions.defaults().withTcp(TcpOptions.defaults().withMaxPending(100, 1)));
        PeerConnection first = dial(listener.uri()).block(PATIENCE);
        PeerConnection second = dial(listener.uri()).retry(1_000).block(PATIENCE);
        assertThat(listener.connections()).isEqualTo(2);
        Mono.when(first.close(), second.close()).block(PATIENCE);
    }

    @Test
    void closingTheListenerCutsSocketsThatAreNotUpgraded() {
        WebSocketListener listener = listen(WebSocketOptions.defaults());
        Connection waiting = open(listener).block(PATIENCE);
        StepVerifier.create(
                        listener.close().thenMany(waiting.inbound().receive()).then(waiting.onDispose()))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void aPathWithoutPeersIsNoWebSocket() {
        WebSocketListener listener = listen(WebSocketOptions.defaults());
        StepVerifier.create(dial(listener.uri().resolve("/other")))
                .expectError(ProtocolException.class)
                .verify(PATIENCE);
    }

    @Test
    void nobodyThereIsAnIoError() {
        WebSocketListener listener = listen(WebSocketOptions.defaults());
        listener.close().block(PATIENCE);
        StepVerifier.create(dial(listener.uri())).expectError(IOException.class).verify(PATIENCE);
    }

    @Test
    void aServerThatDoesNotAnswerIsGivenUp() {
        TcpListener silent = TcpTransport.listen(Talker.having(List.of()), TcpOptions.defaults())
                .block(PATIENCE);
        WebSocketOptions hurried =
                WebSocketOptions.defaults().withTcp(TcpOptions.defaults().withConnectTimeout(Duration.ofMillis(200)));
        URI uri = URI.create("ws://127.0.0.1:" + silent.address().getPort());
        StepVerifier.create(WebSocketTransport.connect(Talker.having(List.of()), uri, hurried))
                .expectError()
                .verify(PATIENCE);
        silent.close().block(PATIENCE);
    }

    @Test
    void oneTooManyAtAnEndpointIsToldToTryLater() {
        WebSocketEndpoint full = WebSocketEndpoint.of(Talker.having(List.of()), WebSocketOptions.defaults());
        full.shutdown().block(PATIENCE);
        assertThat(full.connections()).isZero();
        StepVerifier.create(Mono.usingWhen(
                        HttpServer.create()
                                .host("127.0.0.1")
                                .route(routes -> full.mount(routes, "/full"))
                                .bind(),
                        server -> ForeignWebSocket.send(
                                URI.create("ws://127.0.0.1:" + server.port() + "/full"),
                                socket -> socket.sendPing(ByteBuffer.allocate(1))),
                        server -> Mono.fromRunnable(server::dispose)))
                .expectNext(TRY_AGAIN_LATER)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void onlyWebSocketsAreDialled() {
        for (String other : List.of("http://host/", "ws:nowhere", "host:80")) {
            assertThatThrownBy(() -> dial(URI.create(other))).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> WebSocketOptions.defaults().withPath("path"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> WebSocketOptions.defaults().withMaxFrame(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPeerThatComesBackIsDialledAgain() {
        WebSocketListener first = listen(WebSocketOptions.defaults());
        Backoff soon = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), 0.5);
        StepVerifier.create(WebSocketTransport.dial(
                        Talker.having(List.of()), first.uri(), soon, WebSocketOptions.defaults()))
                .assertNext(event -> assertThat(event).isInstanceOf(DialEvent.Connected.class))
                .then(() -> first.shutdown().block(PATIENCE))
                .assertNext(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                DialEvent.Disconnected.class,
                                gone -> assertThat(gone.cause()).isInstanceOf(ClosedException.class)))
                .then(() -> listen(WebSocketOptions.defaults()
                        .withTcp(TcpOptions.defaults()
                                .withBind("127.0.0.1", first.address().getPort()))))
                .thenConsumeWhile(DialEvent.Disconnected.class::isInstance)
                .expectNextMatches(DialEvent.Connected.class::isInstance)
                .thenCancel()
                .verify(PATIENCE);
    }

    private void answers(WebSocketOptions options, Function<WebSocket, CompletionStage<WebSocket>> sent, int status) {
        StepVerifier.create(ForeignWebSocket.send(listen(options).uri(), sent))
                .expectNext(status)
                .expectComplete()
                .verify(PATIENCE);
    }

    private WebSocketListener listen(WebSocketOptions options) {
        WebSocketListener listener =
                WebSocketTransport.listen(Talker.having(List.of()), options).block(PATIENCE);
        listeners.add(listener);
        return listener;
    }

    private Mono<Connection> open(WebSocketListener listener) {
        return TcpClient.create()
                .host("127.0.0.1")
                .port(listener.address().getPort())
                .connect()
                .cast(Connection.class)
                .doOnNext(sockets::add);
    }

    private static Mono<PeerConnection> dial(URI uri) {
        return WebSocketTransport.connect(Talker.having(List.of()), uri, WebSocketOptions.defaults());
    }

    private static WebSocketOptions hasty() {
        SecureOptions secure = SecureOptions.defaults().withHandshakeTimeout(Duration.ofMillis(200));
        return WebSocketOptions.defaults().withTcp(TcpOptions.defaults().withSecure(secure));
    }
}
