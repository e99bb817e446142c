package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The accepting side: admits sockets and runs a session on each. */
final class Acceptor {
    private static final Logger LOG = Loggers.getLogger(Acceptor.class);

    private final MessageDuplex duplex;
    private final TcpOptions options;
    private final Admission admission;
    private final Map<Connection, Accepted> accepted = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Acceptor(MessageDuplex duplex, TcpOptions options) {
        this.duplex = duplex;
        this.options = options;
        this.admission = new Admission(options.maxPending(), options.maxPendingPerAddress());
    }

    /** A pass for a socket of this IP address; null if it may not begin its handshake. */
    Admission.@Nullable Pass admit(String host) {
        return closed ? null : admission.pass(host);
    }

    /**
     * Runs a session on a socket, which closes it. Called on the event loop, before anything is read.
     *
     * @param pass left when the handshake is done
     */
    void accept(ByteConnection socket, Admission.Pass pass) {
        MessageDuplex admitting = (link, inbound) -> {
            pass.leave();
            return duplex.join(link, inbound);
        };
        PeerSession session = new PeerSession(socket, options);
        Disposable running = session.run(false, admitting)
                .doFinally(signal -> pass.leave())
                .subscribe(nothing -> {}, failure -> LOG.debug("connection of {} ended", socket.address(), failure));
        accepted.put(socket.connection(), new Accepted(session, running));
        socket.connection().onDispose(() -> {
            pass.leave();
            accepted.remove(socket.connection());
        });
        if (closed) {
            session.shutdown();
        }
    }

    /** How many connections there are, those in their handshake included. */
    int connections() {
        return accepted.size();
    }

    /** Accepts nobody any more and lets all go; completes when no connection is left, those cut that took too long. */
    Mono<Void> shutdown() {
        return Mono.defer(() -> {
            closed = true;
            accepted.values().forEach(each -> each.session().shutdown());
            return ended().timeout(
                            options.shutdownTimeout(), close(), options.secure().timer());
        });
    }

    /** Accepts nobody any more and hangs up on all; completes when no connection is left. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            closed = true;
            accepted.values().forEach(each -> each.running().dispose());
            return ended();
        });
    }

    private Mono<Void> ended() {
        return Flux.fromIterable(accepted.values())
                .flatMap(each -> each.session().socketClosed(), Integer.MAX_VALUE)
                .then();
    }

    private record Accepted(PeerSession session, Disposable running) {}
}
