package io.corestore.transport;

import io.corestore.error.ClosedException;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The dialling side of a connection. */
final class Dialled implements TcpConnection {
    private final PeerSession session;
    private final Sinks.One<TcpConnection> ready = Sinks.one();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Disposable.Swap running = Disposables.swap();
    private volatile @Nullable PeerLink link;

    private Dialled(PeerSession session) {
        this.session = session;
    }

    /** Starts the session on a socket that is connected; emits when the handshake is done, cancel before hangs up. */
    static Mono<TcpConnection> start(ByteConnection socket, MessageDuplex duplex, TcpOptions options) {
        Dialled dialled = new Dialled(new PeerSession(socket, options));
        dialled.start(duplex);
        return dialled.ready.asMono().doOnCancel(dialled.running::dispose);
    }

    private void start(MessageDuplex duplex) {
        MessageDuplex announcing = (known, inbound) -> {
            link = known;
            ready.tryEmitValue(this);
            return duplex.join(known, inbound);
        };
        running.update(
                session.run(true, announcing).doFinally(signal -> complete()).subscribe(nothing -> {}, this::fail));
    }

    @Override
    public PeerLink link() {
        PeerLink known = link;
        if (known == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return known;
    }

    @Override
    public Mono<Void> closed() {
        return ended.asMono();
    }

    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            running.dispose();
            return session.socketClosed();
        });
    }

    private void fail(Throwable failure) {
        ended.tryEmitError(failure);
        ready.tryEmitError(failure);
    }

    /** Comes after every end, and does nothing after a failure. */
    private void complete() {
        ended.tryEmitEmpty();
        ready.tryEmitError(new ClosedException("the connection closed before the handshake was done"));
    }
}
