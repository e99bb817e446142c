package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.message.MessageDuplex;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class TcpDialerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Backoff SHORT = new Backoff(Duration.ofMillis(10), Duration.ofMillis(50), 0.5);

    /** Says nothing and hears everything. */
    private static final MessageDuplex QUIET = (link, inbound) -> Flux.never();

    private final List<TcpListener> listeners = new ArrayList<>();

    @AfterEach
    void close() {
        listeners.forEach(listener -> listener.close().block(SOON));
    }

    @Test
    void peerThatHangsUpIsDialledAgain() {
        TcpListener first = listen(0);
        InetSocketAddress peer = at(first);
        StepVerifier.create(dial(PeerAddresses.of(peer)))
                .assertNext(event -> assertThat(event).isInstanceOf(DialEvent.Connected.class))
                .then(() -> first.close().block(SOON))
                .assertNext(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                DialEvent.Disconnected.class,
                                gone -> assertThat(gone.pause()).isBetween(Duration.ofMillis(5), SHORT.first())))
                .then(() -> listen(peer.getPort()))
                .thenConsumeWhile(DialEvent.Disconnected.class::isInstance)
                .expectNextMatches(DialEvent.Connected.class::isInstance)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void peerThatIsNotThereIsTriedWithLongerPauses() {
        TcpListener gone = listen(0);
        InetSocketAddress peer = at(gone);
        gone.close().block(SOON);
        StepVerifier.create(dial(PeerAddresses.of(peer))
                        .cast(DialEvent.Disconnected.class)
                        .map(DialEvent.Disconnected::pause))
                .expectNextMatches(pause -> pause.compareTo(Duration.ofMillis(10)) <= 0)
                .expectNextMatches(pause -> pause.compareTo(Duration.ofMillis(10)) >= 0)
                .expectNextMatches(pause -> pause.compareTo(Duration.ofMillis(20)) >= 0)
                .expectNextMatches(pause -> pause.compareTo(Duration.ofMillis(25)) >= 0)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void peersComeAndGoWithTheList() {
        TcpListener one = listen(0);
        TcpListener two = listen(0);
        Sinks.Many<Set<InetSocketAddress>> lists = Sinks.many().unicast().onBackpressureBuffer();
        Sinks.Many<InetSocketAddress> ended = Sinks.many().replay().all();
        StepVerifier.create(dial(lists::asFlux)
                        .doOnNext(event -> {
                            if (event instanceof DialEvent.Connected up) {
                                up.connection()
                                        .closed()
                                        .onErrorComplete()
                                        .subscribe(null, null, () -> ended.tryEmitNext(up.address()));
                            }
                        })
                        .map(DialEvent::address))
                .then(() -> lists.tryEmitNext(Set.of(at(one))))
                .expectNext(at(one))
                .then(() -> lists.tryEmitNext(Set.of(at(one), at(two))))
                .expectNext(at(two))
                .then(() -> lists.tryEmitNext(Set.of(at(two))))
                .then(() -> assertThat(ended.asFlux().next().block(SOON)).isEqualTo(at(one)))
                .then(lists::tryEmitComplete)
                .thenCancel()
                .verify(SOON);
        assertThat(ended.asFlux().take(2).collectList().block(SOON)).containsExactly(at(one), at(two));
    }

    @Test
    void eventsThatNobodyAsksForHoldUpNobody() {
        TcpListener listener = listen(0);
        Sinks.Many<Boolean> calls = Sinks.many().replay().all();
        MessageDuplex leaving = (link, inbound) -> {
            calls.tryEmitNext(true);
            return Flux.empty();
        };
        Flux<DialEvent> events = TcpTransport.dial(leaving, PeerAddresses.of(at(listener)), SHORT, fast());
        StepVerifier.create(events, 0)
                .then(() -> calls.asFlux().take(3).then().block(SOON))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void namesAreLookedUpAndThoseThatFailAreNoReasonToForgetThePeers() {
        Mono<Set<InetSocketAddress>> local = PeerAddresses.dns("localhost", 7000, Duration.ofMillis(10))
                .lists()
                .next();
        assertThat(local.block(SOON))
                .allMatch(peer -> peer.getPort() == 7000 && peer.getAddress().isLoopbackAddress());
        StepVerifier.create(PeerAddresses.dns("no such name", 7000, Duration.ofMillis(10))
                        .lists())
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(100))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), 0.5);
        assertThat(backoff.pause(0, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.pause(0, 1)).isEqualTo(Duration.ofMillis(50));
        assertThat(backoff.pause(2, 0)).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.pause(1_000_000, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Flux<DialEvent> dial(PeerAddresses peers) {
        return TcpTransport.dial(QUIET, peers, SHORT, fast());
    }

    private static TcpOptions fast() {
        return TcpOptions.defaults().withLinger(Duration.ofMillis(50));
    }

    private TcpListener listen(int port) {
        TcpListener listener =
                TcpTransport.listen(QUIET, fast().withBind("127.0.0.1", port)).block(SOON);
        listeners.add(listener);
        return listener;
    }

    private static InetSocketAddress at(TcpListener listener) {
        return listener.address();
    }
}
