package io.corestore.transport;

import io.corestore.message.MessageDuplex;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.FutureMono;

/** One secure channel over one socket, from its first byte to its last. */
final class TcpSession {
    private final Connection connection;
    private final TcpOptions options;
    private final Sinks.Empty<Void> inboundEnded = Sinks.empty();

    private TcpSession(Connection connection, TcpOptions options) {
        this.connection = connection;
        this.options = options;
    }

    /**
     * Starts the channel, and closes the socket when both directions have ended or one failed. When the other side
     * closes the socket, what had arrived is still delivered, for as long as a connection may linger.
     *
     * @param address where the other side is, for people to read
     * @return hangs up
     */
    static Disposable start(
            Connection connection,
            boolean initiator,
            MessageDuplex duplex,
            String address,
            TcpOptions options,
            Consumer<Throwable> onError,
            Runnable onEnd) {
        TcpSession session = new TcpSession(connection, options);
        SecureOptions secure = options.secure().withAddress(address);
        Disposable running = SecureChannel.run(initiator, session.inbound(), duplex, secure)
                .concatMap(session::write, 1)
                .then(Mono.defer(session::end))
                .doFinally(signal -> {
                    connection.dispose();
                    onEnd.run();
                })
                .subscribe(nothing -> {}, onError);
        connection.onDispose(() -> session.expire(running));
        return Disposables.composite(running, connection);
    }

    private void expire(Disposable running) {
        if (!running.isDisposed()) {
            options.secure().timer().schedule(running::dispose, options.linger().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Netty's buffers are copied and released on the spot. */
    private Flux<ByteBuffer> inbound() {
        return connection
                .inbound()
                .receive()
                .asByteArray()
                .map(ByteBuffer::wrap)
                .doFinally(signal -> inboundEnded.tryEmitEmpty());
    }

    /**
     * Completes when the bytes are in the socket, so that the next ones wait for it and not in a queue. A socket that is
     * closed takes anything: how the connection ended is for the input to say, once it has delivered what had arrived.
     */
    private Mono<Void> write(ByteBuffer bytes) {
        return FutureMono.deferFuture(() -> channel().writeAndFlush(Unpooled.wrappedBuffer(bytes)))
                .onErrorComplete(failure -> !channel().isActive());
    }

    /** Tells the other side that nothing more comes, and hears it out: closing at once could discard what was sent. */
    private Mono<Void> end() {
        return FutureMono.deferFuture(this::shutdownOutput)
                .onErrorComplete()
                .then(inboundEnded
                        .asMono()
                        .timeout(
                                options.linger(), Mono.empty(), options.secure().timer()));
    }

    private ChannelFuture shutdownOutput() {
        Channel channel = channel();
        return channel instanceof DuplexChannel duplex ? duplex.shutdownOutput() : channel.close();
    }

    private Channel channel() {
        return connection.channel();
    }
}
