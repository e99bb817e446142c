package io.corestore.transport;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.FutureMono;

/**
 * Sockets of an HTTP server of one's own before they are upgraded: they count as connections that have not proven who they
 * are from their first moment, and have the time of a handshake to ask for the upgrade.
 */
final class Upgrades {
    private static final AttributeKey<Admission.Pass> PASS = AttributeKey.valueOf(Upgrades.class, "pass");

    private final Acceptor acceptor;
    private final Duration timeout;
    private final Scheduler timer;
    private final Set<Channel> sockets = ConcurrentHashMap.newKeySet();

    Upgrades(Acceptor acceptor, SecureOptions options) {
        this.acceptor = acceptor;
        this.timeout = options.handshakeTimeout();
        this.timer = options.timer();
    }

    /** Called on the event loop, before anything is read. */
    void admit(Channel socket) {
        Admission.Pass pass =
                acceptor.admit(TcpBytes.of(Connection.from(socket)).host());
        if (pass == null) {
            var unused = socket.close();
            return;
        }
        socket.attr(PASS).set(pass);
        sockets.add(socket);
        Mono<Void> closed = FutureMono.from(socket.closeFuture());
        closed.subscribe(nothing -> {}, failure -> {}, () -> {
            pass.leave();
            sockets.remove(socket);
        });
        if (!timeout.isZero()) {
            Mono.delay(timeout, timer).takeUntilOther(closed).subscribe(late -> cut(socket));
        }
    }

    /** The pass of a socket that is upgraded now; null if it is of another server. */
    static Admission.@Nullable Pass take(Connection connection) {
        return connection.channel().attr(PASS).getAndSet(null);
    }

    /** Cuts those that are not upgraded. */
    void dispose() {
        sockets.forEach(Upgrades::cut);
    }

    private static void cut(Channel socket) {
        if (socket.attr(PASS).get() != null) {
            var unused = socket.close();
        }
    }
}
