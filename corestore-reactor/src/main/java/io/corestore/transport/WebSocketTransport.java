package io.corestore.transport;

import io.corestore.error.ProtocolException;
import io.corestore.message.MessageDuplex;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/**
 * Peers over WebSocket (RFC 6455), each with a {@link SecureChannel} whose bytes are the payload of binary messages.
 * Messages are cut anywhere; a text message breaks the protocol. Event loops are those that all of reactor-netty shares.
 */
public final class WebSocketTransport {
    private WebSocketTransport() {}

    /**
     * Accepts peers on a port and a path of its own, without TLS; {@link WebSocketEndpoint} does the same on a server that
     * is there already. Work starts on subscription; each peer is joined to the duplex by a call of its own. What goes wrong
     * on one connection ends that one alone; its input fails with it, if the handshake was done.
     */
    public static Mono<WebSocketListener> listen(MessageDuplex duplex, WebSocketOptions options) {
        return Mono.defer(() -> {
            Acceptor acceptor = new Acceptor(duplex, options.tcp());
            Upgrades upgrades = new Upgrades(acceptor, options.tcp().secure());
            MountedWebSocket endpoint = new MountedWebSocket(acceptor, options);
            return HttpServer.create()
                    .host(options.tcp().host())
                    .port(options.tcp().port())
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .doOnChannelInit((observer, channel, address) -> upgrades.admit(channel))
                    .route(routes -> endpoint.mount(routes, options.path()))
                    .bind()
                    .map(server -> new AcceptingWebSocket(server, upgrades, acceptor, options.path()));
        });
    }

    /**
     * Dials a peer. Work starts on subscription; emits once the handshake is done, fails if it does not come to that, and
     * cancel before hangs up. Afterwards the connection is the receiver's to close.
     *
     * @param uri {@code ws://} or {@code wss://}
     * @return fails with {@link ProtocolException} if there is no WebSocket, with {@link java.io.IOException} if there is
     *     nobody or the upgrade takes longer than {@link TcpOptions#connectTimeout()}
     */
    public static Mono<PeerConnection> connect(MessageDuplex duplex, URI uri, WebSocketOptions options) {
        requireWebSocket(uri);
        return upgraded(uri, options)
                .flatMap(connection -> Dialled.start(bytes(connection, options), duplex, options.tcp()))
                .cast(PeerConnection.class);
    }

    /**
     * Stays connected with a peer: dials it, and again after a {@link Backoff} when the connection has ended or did not
     * come about. Work starts on subscription, each of which has a connection of its own; cancel hangs up. Does not end by
     * itself; of events that are not asked for the latest 256 are kept.
     */
    public static Flux<DialEvent> dial(MessageDuplex duplex, URI uri, Backoff backoff, WebSocketOptions options) {
        requireWebSocket(uri);
        return new Dialer(
                        peer -> connect(duplex, uri, options),
                        backoff,
                        options.tcp().secure().timer())
                .dial(PeerAddresses.of(address(uri)));
    }

    private static Mono<? extends Connection> upgraded(URI uri, WebSocketOptions options) {
        Duration timeout = options.tcp().connectTimeout();
        HttpClient client = HttpClient.newConnection()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis());
        Mono<Connection> late = Mono.error(
                () -> new ConnectTimeoutException("no WebSocket at " + uri + " within " + timeout.toMillis() + " ms"));
        return options.client()
                .apply(client)
                .websocket(options.clientSpec())
                .uri(uri)
                .connect()
                .cast(Connection.class)
                .timeout(timeout, late, options.tcp().secure().timer())
                .onErrorMap(
                        WebSocketHandshakeException.class,
                        refused ->
                                new ProtocolException("no WebSocket at " + uri + ": " + refused.getMessage(), refused));
    }

    private static WebSocketBytes bytes(Connection connection, WebSocketOptions options) {
        return WebSocketBytes.of(connection, connection.channel().remoteAddress(), options.frameBytes());
    }

    private static InetSocketAddress address(URI uri) {
        int standard = "wss".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return PeerAddresses.at(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
    }

    private static void requireWebSocket(URI uri) {
        if (!("ws".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme()))
                || uri.getHost() == null) {
            throw new IllegalArgumentException("a WebSocket is at ws:// or wss:// and a host, not at " + uri);
        }
    }
}
