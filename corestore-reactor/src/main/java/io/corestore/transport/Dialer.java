package io.corestore.transport;

import io.corestore.error.ClosedException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Stays connected with those who are on a list. */
final class Dialer {
    private static final int EVENTS = 256;

    private final Function<InetSocketAddress, Mono<? extends PeerConnection>> connect;
    private final Backoff backoff;
    private final Scheduler timer;

    /** @param connect dials once */
    Dialer(Function<InetSocketAddress, Mono<? extends PeerConnection>> connect, Backoff backoff, Scheduler timer) {
        this.connect = connect;
        this.backoff = backoff;
        this.timer = timer;
    }

    /** A subscriber that does not read misses events; peers are dialled all the same. */
    Flux<DialEvent> dial(PeerAddresses peers) {
        return peers.lists()
                .concatWith(Flux.never())
                .startWith(Set.<InetSocketAddress>of())
                .buffer(2, 1)
                .publish(this::follow)
                .onBackpressureBuffer(EVENTS, event -> {}, BufferOverflowStrategy.DROP_OLDEST);
    }

    /** @param changes a list and the one that takes its place */
    private Flux<DialEvent> follow(Flux<List<Set<InetSocketAddress>>> changes) {
        return changes.concatMapIterable(change -> added(change.get(0), change.get(1)))
                .flatMap(
                        peer -> dial(peer)
                                .takeUntilOther(
                                        changes.filter(change -> !change.get(1).contains(peer))),
                        Integer.MAX_VALUE);
    }

    private static Set<InetSocketAddress> added(Set<InetSocketAddress> before, Set<InetSocketAddress> after) {
        Set<InetSocketAddress> added = new HashSet<>(after);
        added.removeAll(before);
        return added;
    }

    private Flux<DialEvent> dial(InetSocketAddress peer) {
        return Flux.defer(() -> {
            Tries tries = new Tries();
            return connected(peer)
                    .doOnNext(event -> tries.connected())
                    .onErrorResume(cause -> {
                        Duration pause = tries.failed();
                        return Flux.<DialEvent>just(new DialEvent.Disconnected(peer, cause, pause))
                                .concatWith(Mono.delay(pause, timer).then(Mono.empty()));
                    })
                    .repeat();
        });
    }

    /** Fails when the connection has ended. */
    private Flux<DialEvent> connected(InetSocketAddress peer) {
        return Flux.usingWhen(
                connect.apply(peer),
                connection -> Flux.<DialEvent>just(new DialEvent.Connected(peer, connection))
                        .concatWith(connection
                                .closed()
                                .then(Mono.error(() -> new ClosedException("the peer closed the connection")))),
                PeerConnection::close);
    }

    /** The tries with one peer. One that lasted longer than the pause before it makes good for the failures before. */
    private final class Tries {
        private int failures;
        private long connectedAt = Long.MAX_VALUE; // not connected: nothing lasted
        private Duration pause = Duration.ZERO;

        void connected() {
            connectedAt = timer.now(TimeUnit.NANOSECONDS);
        }

        Duration failed() {
            if (timer.now(TimeUnit.NANOSECONDS) - connectedAt > pause.toNanos()) {
                failures = 0;
            }
            connectedAt = Long.MAX_VALUE;
            pause = backoff.pause(failures++, ThreadLocalRandom.current().nextDouble());
            return pause;
        }
    }
}
