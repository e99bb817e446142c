package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The accepting side: admits sockets and runs a session on each. */
final class TcpAcceptor {
    private static final Logger LOG = Loggers.getLogger(TcpTransport.class);

    private final MessageDuplex duplex;
    private final TcpOptions options;
    private final Admission admission;
    private final Map<Connection, Disposable> sessions = new ConcurrentHashMap<>();

    TcpAcceptor(MessageDuplex duplex, TcpOptions options) {
        this.duplex = duplex;
        this.options = options;
        this.admission = new Admission(options.maxPending(), options.maxPendingPerAddress());
    }

    /** Called on the event loop, before anything is read. */
    void accept(Connection connection) {
        String host = host(connection);
        if (!admission.enter(host)) {
            connection.dispose();
            return;
        }
        AtomicBoolean pending = new AtomicBoolean(true);
        Runnable leave = () -> {
            if (pending.compareAndSet(true, false)) {
                admission.leave(host);
            }
        };
        MessageDuplex admitting = (link, inbound) -> {
            leave.run();
            return duplex.join(link, inbound);
        };
        String address = TcpTransport.address(connection);
        Disposable session = TcpSession.start(
                connection,
                false,
                admitting,
                address,
                options,
                failure -> LOG.debug("connection of {} ended", address, failure),
                leave);
        sessions.put(connection, session);
        connection.onDispose(() -> {
            leave.run();
            sessions.remove(connection);
        });
    }

    TcpListener listener(DisposableServer server) {
        return new TcpListener() {
            @Override
            public InetSocketAddress address() {
                return (InetSocketAddress) server.address();
            }

            @Override
            public int connections() {
                return sessions.size();
            }

            @Override
            public Mono<Void> close() {
                return Mono.defer(() -> {
                    server.dispose();
                    sessions.values().forEach(Disposable::dispose);
                    return server.onDispose().onErrorComplete();
                });
            }
        };
    }

    private static String host(Connection connection) {
        SocketAddress remote = connection.channel().remoteAddress();
        return remote instanceof InetSocketAddress inet ? inet.getAddress().getHostAddress() : String.valueOf(remote);
    }
}
