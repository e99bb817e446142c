package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.netty.Connection;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The accepting side: admits sockets and runs a session on each. */
final class Acceptor {
    private static final Logger LOG = Loggers.getLogger(Acceptor.class);

    private final MessageDuplex duplex;
    private final TcpOptions options;
    private final Admission admission;
    private final Map<Connection, Disposable> sessions = new ConcurrentHashMap<>();

    Acceptor(MessageDuplex duplex, TcpOptions options) {
        this.duplex = duplex;
        this.options = options;
        this.admission = new Admission(options.maxPending(), options.maxPendingPerAddress());
    }

    /**
     * Called on the event loop, before anything is read.
     *
     * @return whether the socket is taken; its session closes it. If not, it is the caller's to close
     */
    boolean accept(ByteConnection socket) {
        String host = socket.host();
        if (!admission.enter(host)) {
            return false;
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
        Disposable session = new PeerSession(socket, options)
                .run(false, admitting)
                .doFinally(signal -> leave.run())
                .subscribe(nothing -> {}, failure -> LOG.debug("connection of {} ended", socket.address(), failure));
        sessions.put(socket.connection(), session);
        socket.connection().onDispose(() -> {
            leave.run();
            sessions.remove(socket.connection());
        });
        return true;
    }

    /** How many connections there are, those in their handshake included. */
    int connections() {
        return sessions.size();
    }

    /** Hangs up on all. */
    void dispose() {
        sessions.values().forEach(Disposable::dispose);
    }
}
