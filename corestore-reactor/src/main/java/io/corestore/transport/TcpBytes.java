package io.corestore.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DuplexChannel;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;

/** Bytes as TCP carries them. */
record TcpBytes(Connection connection, Channel channel) implements ByteConnection {
    /** The channel is taken now: a connection names another one once it has ended. */
    static TcpBytes of(Connection connection) {
        return new TcpBytes(connection, connection.channel());
    }

    /** Netty's buffers are copied and released on the spot. */
    @Override
    public Flux<ByteBuffer> inbound() {
        return connection.inbound().receive().asByteArray().map(ByteBuffer::wrap);
    }

    @Override
    public Mono<Void> write(ByteBuffer bytes) {
        return FutureMono.deferFuture(() -> channel.writeAndFlush(Unpooled.wrappedBuffer(bytes)))
                .onErrorComplete(failure -> !channel.isActive());
    }

    @Override
    public Mono<Void> endOutput() {
        return FutureMono.deferFuture(this::shutdownOutput);
    }

    private ChannelFuture shutdownOutput() {
        return channel instanceof DuplexChannel duplex ? duplex.shutdownOutput() : channel.close();
    }
}
