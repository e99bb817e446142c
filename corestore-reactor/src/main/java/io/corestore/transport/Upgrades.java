package io.corestore.transport;

import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;

/**
 * Sockets of an HTTP server of one's own before they are upgraded: they count as connections that have not proven who they
 * are from their first moment, and have the time of a handshake to ask for the upgrade.
 */
final class Upgrades {
    private static final AttributeKey<Admission.Pass> PASS = AttributeKey.valueOf(Upgrades.class, "pass");

    private final Acceptor acceptor;
    private final Duration timeout;
    private final Scheduler timer;
    private final Set<Connection> sockets = ConcurrentHashMap.newKeySet();

    Upgrades(Acceptor acceptor, SecureOptions options) {
        this.acceptor = acceptor;
        this.timeout = options.handshakeTimeout();
        this.timer = options.timer();
    }

    /** Called on the event loop, before anything is read. */
    void admit(Connection connection) {
        Admission.Pass pass = acceptor.admit(TcpBytes.of(connection).host());
        if (pass == null) {
            connection.dispose();
            return;
        }
        connection.channel().attr(PASS).set(pass);
        sockets.add(connection);
        connection.onDispose(() -> {
            pass.leave();
            sockets.remove(connection);
        });
        if (!timeout.isZero()) {
            Mono.delay(timeout, timer)
                    .takeUntilOther(connection.onDispose().onErrorComplete())
                    .subscribe(late -> cut(connection));
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

    private static void cut(Connection connection) {
        if (connection.channel().hasAttr(PASS)
                && connection.channel().attr(PASS).get() != null) {
            connection.dispose();
        }
    }
}
