package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** One secure channel over one socket, from its first byte to its last. */
final class PeerSession {
    private final ByteConnection socket;
    private final TcpOptions options;
    private final Scheduler timer;
    private final Sinks.Empty<Void> inboundEnded = Sinks.empty();
    private final Sinks.Empty<Void> shutdown = Sinks.empty();

    PeerSession(ByteConnection socket, TcpOptions options) {
        this.socket = socket;
        this.options = options;
        this.timer = options.secure().timer();
    }

    /**
     * Runs the channel, and closes the socket when both directions have ended or one failed; cancel hangs up. When the
     * other side closes the socket, what had arrived is still delivered, for as long as a connection may linger. To be
     * subscribed once.
     */
    Mono<Void> run(boolean initiator, MessageDuplex duplex) {
        SecureOptions secure = options.secure().withAddress(socket.address());
        return SecureChannel.run(initiator, inbound(), duplex, secure)
                .concatMap(socket::write, 1)
                .then(Mono.defer(this::end))
                .takeUntilOther(socketClosed().then(Mono.delay(options.linger(), timer)))
                .doFinally(signal -> socket.connection().dispose());
    }

    /**
     * Lets the other side go: the duplex is told that nothing more comes, and the connection ends once what it says then
     * is sent. Bytes that still come are read and dropped: a socket that is closed with unread bytes discards what the
     * other side has not yet received.
     */
    void shutdown() {
        shutdown.tryEmitEmpty();
    }

    /** Completes when the socket is closed. */
    Mono<Void> socketClosed() {
        return socket.connection().onDispose().onErrorComplete();
    }

    /** Goes on being read when the channel is told that it has ended: published, it outlives its first subscriber. */
    private Flux<ByteBuffer> inbound() {
        Flux<ByteBuffer> received = socket.inbound()
                .doFinally(signal -> inboundEnded.tryEmitEmpty())
                .publish(1)
                .autoConnect();
        Mono<Void> told = shutdown.asMono().doOnTerminate(() -> received.subscribe(dropped -> {}, failure -> {}));
        return received.takeUntilOther(told);
    }

    /** Tells the other side that nothing more comes, and hears it out: closing at once could discard what was sent. */
    private Mono<Void> end() {
        return socket.endOutput()
                .onErrorComplete()
                .then(inboundEnded.asMono().timeout(options.linger(), Mono.empty(), timer));
    }
}
