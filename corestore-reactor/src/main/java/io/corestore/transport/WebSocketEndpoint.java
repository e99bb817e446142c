package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.netty.http.server.HttpServerRoutes;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Accepts peers on an HTTP server that is there already:
 * {@code server.route(routes -> endpoint.mount(routes, "/corestore"))}. It is the server's to listen, to do TLS and to
 * bound how long an upgrade may take; {@link #shutdown()} and {@link #close()} end the peers of this endpoint alone, and
 * connections that come afterwards are closed at once.
 */
public interface WebSocketEndpoint
        extends PeerServer, BiFunction<WebsocketInbound, WebsocketOutbound, Publisher<Void>> {
    /** Joins each peer that connects to the duplex, by a call of its own. */
    static WebSocketEndpoint of(MessageDuplex duplex, WebSocketOptions options) {
        return new MountedWebSocket(new Acceptor(duplex, options.tcp()), options);
    }

    /** Takes a connection whose upgrade is done; completes when it has ended. */
    @Override
    Publisher<Void> apply(WebsocketInbound inbound, WebsocketOutbound outbound);

    /** What the upgrade must be done with, for routes that are not made by {@link #mount}: its limit on frames counts. */
    WebsocketServerSpec spec();

    /** Accepts peers at a path. */
    default HttpServerRoutes mount(HttpServerRoutes routes, String path) {
        return routes.ws(path, this, spec());
    }
}
