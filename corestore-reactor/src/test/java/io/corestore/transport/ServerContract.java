package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What a transport with a server owes besides: admission of those who speak the protocol, and an end for all. */
abstract class ServerContract implements TransportContract {
    private final List<PeerServer> servers = new ArrayList<>();
    private final List<PeerConnection> connections = new ArrayList<>();

    /** Accepts peers on a free port of loopback. */
    abstract Mono<? extends PeerServer> serve(MessageDuplex duplex, TcpOptions options);

    abstract Mono<? extends PeerConnection> dial(PeerServer server, MessageDuplex duplex);

    /** Sends bytes that no peer would, in whatever carries bytes here; completes when the server has ended the connection. */
    abstract Mono<Void> sendForeign(PeerServer server, ByteBuffer bytes);

    /** Ends what {@link #serve} started and the server does not end. */
    abstract Mono<Void> release();

    @AfterEach
    void end() {
        Mono.when(connections.stream().map(PeerConnection::close).toList()).block(PATIENCE);
        Mono.when(servers.stream().map(PeerServer::close).toList()).block(PATIENCE);
        release().block(PATIENCE);
    }

    @Override
    public Disposable connect(MessageDuplex first, MessageDuplex second) {
        PeerConnection connection = dialled(served(second, TcpOptions.defaults()), first);
        return () -> connection.close().subscribe();
    }

    @Test
    void closingTheServerEndsItsConnections() {
        PeerServer server = served(Talker.having(List.of()), TcpOptions.defaults());
        PeerConnection connection = dialled(server, Talker.having(List.of()));
        completes(server.close());
        completes(server.close());
        completes(connection.closed().onErrorComplete());
        assertThat(server.connections()).isZero();
    }

    @Test
    void cancellingADialHangsUp() {
        Sinks.Empty<Void> joined = Sinks.empty();
        Sinks.Empty<Void> ended = Sinks.empty();
        PeerServer server = served(
                (link, inbound) -> Flux.from(inbound)
                        .doOnSubscribe(heard -> joined.tryEmitEmpty())
                        .doFinally(signal -> ended.tryEmitEmpty())
                        .ignoreElements()
                        .flux(),
                TcpOptions.defaults());
        Mono<PeerConnection> never = dial(server, Talker.having(List.of()))
                .flatMap(connection -> Mono.<PeerConnection>never()
                        .doOnCancel(() -> connection.close().subscribe()));
        StepVerifier.create(never)
                .then(() -> completes(joined.asMono()))
                .thenCancel()
                .verify(PATIENCE);
        completes(ended.asMono());
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\0\0\0", "\u007f\u007f\u007f\u007f"})
    void bytesOfAnotherProtocolEndTheConnection(String bytes) {
        PeerServer server = served(Talker.having(List.of()), TcpOptions.defaults());
        completes(sendForeign(server, ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void shutdownSendsWhatWasSaid() {
        List<Message> said = Talker.blocks(400); // more than sockets hold
        PeerServer server = served(Talker.having(said), TcpOptions.defaults());
        Sinks.One<Publisher<Message>> heard = Sinks.one();
        PeerConnection connection = dialled(server, handing(heard));
        Sinks.Empty<Void> done = Sinks.empty();
        heard.asMono()
                .flatMapMany(inbound -> inbound)
                .as(all -> StepVerifier.create(all, 1))
                .expectNext(said.get(0))
                .then(() -> server.shutdown().subscribe(null, done::tryEmitError, done::tryEmitEmpty))
                .thenRequest(Long.MAX_VALUE)
                .expectNextCount(said.size() - 1)
                .expectComplete()
                .verify(PATIENCE);
        completes(done.asMono());
        completes(connection.closed());
        assertThat(server.connections()).isZero();
    }

    @Test
    void shutdownSendsWhatWasSaidToAPeerThatGoesOnTalking() {
        List<Message> said = Talker.blocks(400);
        Sinks.Empty<Void> joined = Sinks.empty(); // the dial is done before the server has the last of the handshake
        PeerServer server = served(
                (link, inbound) ->
                        Talker.having(said).join(link, inbound).doOnSubscribe(started -> joined.tryEmitEmpty()),
                TcpOptions.defaults());
        AtomicLong talked = new AtomicLong();
        Sinks.One<Long> heard = Sinks.one();
        AtomicLong received = new AtomicLong();
        dialled(
                server,
                (link, inbound) -> Talker.of(talked)
                        .join(
                                link,
                                Flux.from(inbound)
                                        .doOnNext(message -> received.incrementAndGet())
                                        .doOnError(heard::tryEmitError)
                                        .doOnComplete(() -> heard.tryEmitValue(received.get()))));
        completes(joined.asMono());
        completes(server.shutdown());
        StepVerifier.create(heard.asMono())
                .expectNext((long) said.size())
                .expectComplete()
                .verify(PATIENCE);
        assertThat(talked.get()).isPositive();
    }

    @Test
    void shutdownCutsAPeerThatDoesNotReadInTime() {
        PeerServer server = servedToTheDeaf(TcpOptions.defaults().withShutdownTimeout(Duration.ofMillis(200)));
        completes(server.shutdown());
        assertThat(server.connections()).isZero();
    }

    @Test
    void closeCutsAShutdownShort() {
        PeerServer server = servedToTheDeaf(TcpOptions.defaults().withShutdownTimeout(Duration.ofHours(1)));
        StepVerifier.create(server.shutdown())
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(100))
                .then(() -> assertThat(server.connections()).isEqualTo(1))
                .then(() -> completes(server.close()))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(server.connections()).isZero();
    }

    @Test
    void nobodyIsAcceptedAfterAShutdown() {
        PeerServer server = served(Talker.having(List.of()), TcpOptions.defaults());
        completes(server.shutdown());
        completes(server.shutdown());
        StepVerifier.create(dial(server, Talker.having(List.of())))
                .expectError()
                .verify(PATIENCE);
    }

    final PeerServer served(MessageDuplex duplex, TcpOptions options) {
        PeerServer server = serve(duplex, options).block(PATIENCE);
        servers.add(server);
        return server;
    }

    final PeerConnection dialled(PeerServer server, MessageDuplex duplex) {
        PeerConnection connection = dial(server, duplex).block(PATIENCE);
        connections.add(connection);
        return connection;
    }

    /** A server that has said more to a peer than the peer reads. */
    private PeerServer servedToTheDeaf(TcpOptions options) {
        AtomicLong said = new AtomicLong();
        PeerServer server = served(Talker.of(said), options);
        dialled(server, Talker.deaf());
        assertThat(Talker.settled(said)).isPositive();
        return server;
    }

    static void completes(Mono<?> mono) {
        StepVerifier.create(mono.then()).expectComplete().verify(PATIENCE);
    }

    /** Hands its input to the test, which reads it, and ends with it. */
    private static MessageDuplex handing(Sinks.One<Publisher<Message>> heard) {
        return (link, inbound) -> {
            Sinks.Empty<Message> end = Sinks.empty();
            heard.tryEmitValue(Flux.from(inbound).doFinally(signal -> end.tryEmitEmpty()));
            return end.asMono().flux();
        };
    }
}
