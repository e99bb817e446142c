package io.corestore.transport;

import io.corestore.error.ClosedException;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;

/** The dialling side of a connection. */
final class TcpDialled implements TcpConnection {
    private final Connection connection;
    private final Sinks.One<TcpConnection> ready = Sinks.one();
    private final Sinks.Empty<Void> ended = Sinks.empty();
    private final Disposable.Swap session = Disposables.swap();
    private volatile @Nullable PeerLink link;

    private TcpDialled(Connection connection) {
        this.connection = connection;
    }

    /** Starts the session on a socket that is connected; emits when the handshake is done. */
    static Mono<TcpConnection> start(Connection connection, MessageDuplex duplex, TcpOptions options) {
        TcpDialled dialled = new TcpDialled(connection);
        MessageDuplex announcing = (link, inbound) -> {
            dialled.link = link;
            dialled.ready.tryEmitValue(dialled);
            return duplex.join(link, inbound);
        };
        dialled.session.update(TcpSession.start(
                connection,
                true,
                announcing,
                TcpTransport.address(connection),
                options,
                dialled::fail,
                dialled::complete));
        return dialled.ready.asMono().doOnCancel(dialled.session::dispose);
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
            session.dispose();
            return connection.onDispose().onErrorComplete();
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
