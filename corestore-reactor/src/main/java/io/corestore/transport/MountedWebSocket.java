package io.corestore.transport;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.net.SocketAddress;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.ConnectionInformation;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** An endpoint of an HTTP server. */
final class MountedWebSocket implements WebSocketEndpoint {
    private final Acceptor acceptor;
    private final WebSocketOptions options;

    MountedWebSocket(Acceptor acceptor, WebSocketOptions options) {
        this.acceptor = acceptor;
        this.options = options;
    }

    @Override
    public Publisher<Void> apply(WebsocketInbound inbound, WebsocketOutbound outbound) {
        return Mono.<Connection>create(sink -> inbound.withConnection(sink::success))
                .flatMap(connection -> take(connection, remoteAddress(inbound, connection), outbound));
    }

    @Override
    public WebsocketServerSpec spec() {
        return options.serverSpec();
    }

    @Override
    public int connections() {
        return acceptor.connections();
    }

    @Override
    public Mono<Void> shutdown() {
        return acceptor.shutdown();
    }

    @Override
    public Mono<Void> close() {
        return acceptor.close();
    }

    private Mono<Void> take(Connection connection, SocketAddress remoteAddress, WebsocketOutbound outbound) {
        WebSocketBytes socket = WebSocketBytes.of(connection, remoteAddress, options.frameBytes());
        Admission.Pass upgraded = Upgrades.take(connection);
        Admission.Pass pass = upgraded == null ? acceptor.admit(socket.host()) : upgraded;
        if (pass == null) {
            return outbound.sendClose(WebSocketCloseStatus.TRY_AGAIN_LATER.code(), "no room");
        }
        acceptor.accept(socket, pass);
        return connection.onDispose();
    }

    /** Behind a proxy, what the proxy says, if the server is told to believe it. */
    private static SocketAddress remoteAddress(WebsocketInbound inbound, Connection connection) {
        SocketAddress known = inbound instanceof ConnectionInformation information ? information.remoteAddress() : null;
        return known == null ? connection.channel().remoteAddress() : known;
    }
}
