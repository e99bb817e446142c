package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import io.netty.channel.ChannelOption;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/**
 * Peers over TCP, each with a {@link SecureChannel}. Sockets are served by the event loops that all of reactor-netty
 * shares; their threads are daemons, do nothing here but move bytes, and outlive any connection.
 */
public final class TcpTransport {
    private TcpTransport() {}

    /**
     * Accepts peers. Work starts on subscription; each peer is joined to the duplex by a call of its own. What goes
     * wrong on one connection ends that one alone; its input fails with it, if the handshake was done.
     */
    public static Mono<TcpListener> listen(MessageDuplex duplex, TcpOptions options) {
        return Mono.defer(() -> {
            Acceptor acceptor = new Acceptor(duplex, options);
            return TcpServer.create()
                    .host(options.host())
                    .port(options.port())
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .doOnConnection(connection -> accept(acceptor, connection))
                    .bind()
                    .map(server -> new AcceptingSocket(server, acceptor));
        });
    }

    /**
     * Dials a peer. Work starts on subscription; emits once the handshake is done, fails if it does not come to that,
     * and cancel before hangs up. Afterwards the connection is the receiver's to close.
     */
    public static Mono<TcpConnection> connect(MessageDuplex duplex, String host, int port, TcpOptions options) {
        return TcpClient.create()
                .host(host)
                .port(port)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        options.connectTimeout().toMillis())
                .connect()
                .flatMap(connection -> Dialled.start(TcpBytes.of(connection), duplex, options));
    }

    /**
     * Stays connected with peers: dials each of them, and again after a {@link Backoff} when the connection has ended or
     * did not come about. Work starts on subscription, each of which has connections of its own; cancel hangs up on all. A
     * peer that leaves the list is hung up on. Does not end by itself, and fails only if the list does; of events that are
     * not asked for the latest 256 are kept.
     */
    public static Flux<DialEvent> dial(MessageDuplex duplex, PeerAddresses peers, Backoff backoff, TcpOptions options) {
        return new Dialer(
                        peer -> connect(duplex, peer.getHostString(), peer.getPort(), options),
                        backoff,
                        options.secure().timer())
                .dial(peers);
    }

    private static void accept(Acceptor acceptor, Connection connection) {
        TcpBytes socket = TcpBytes.of(connection);
        Admission.Pass pass = acceptor.admit(socket.host());
        if (pass == null) {
            connection.dispose();
        } else {
            acceptor.accept(socket, pass);
        }
    }
}
