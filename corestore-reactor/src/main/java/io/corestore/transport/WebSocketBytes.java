package io.corestore.transport;

import io.corestore.error.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.FutureMono;
import reactor.netty.channel.AbortedException;

/**
 * Bytes as the payload of binary WebSocket messages (RFC 6455), cut anywhere: neither messages nor frames mean anything.
 * Pings are answered below.
 */
final class WebSocketBytes implements ByteConnection {
    private final Connection connection;
    private final Channel channel; // the connection names another one once it has ended
    private final SocketAddress remoteAddress;
    private final int frameBytes;

    private WebSocketBytes(Connection connection, SocketAddress remoteAddress, int frameBytes) {
        this.connection = connection;
        this.channel = connection.channel();
        this.remoteAddress = remoteAddress;
        this.frameBytes = frameBytes;
    }

    /**
     * On a socket whose upgrade is done.
     *
     * @param frameBytes the most bytes put into one frame
     */
    static WebSocketBytes of(Connection connection, SocketAddress remoteAddress, int frameBytes) {
        connection.addHandlerLast(CloseOnce.NAME, new CloseOnce());
        return new WebSocketBytes(connection, remoteAddress, frameBytes);
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** Frames are copied and released on the spot. A socket that is closed without a closing handshake has ended, too. */
    @Override
    public Flux<ByteBuffer> inbound() {
        return connection
                .inbound()
                .receiveObject()
                .ofType(WebSocketFrame.class)
                .map(this::payload)
                .filter(ByteBuffer::hasRemaining)
                .onErrorMap(
                        CorruptedWebSocketFrameException.class,
                        broken -> new ProtocolException("broken WebSocket frame: " + broken.getMessage(), broken))
                .onErrorComplete(AbortedException.class);
    }

    /** One flush for all frames of the bytes. Writes end in their order, so the last one tells of all. */
    @Override
    public Mono<Void> write(ByteBuffer bytes) {
        return FutureMono.deferFuture(() -> writeFrames(Unpooled.wrappedBuffer(bytes)))
                .onErrorComplete(failure -> !channel.isActive());
    }

    /** After the close frame the other side sends its own and no more data. */
    @Override
    public Mono<Void> endOutput() {
        return FutureMono.deferFuture(() -> close(WebSocketCloseStatus.NORMAL_CLOSURE));
    }

    private ChannelFuture writeFrames(ByteBuf bytes) {
        while (bytes.readableBytes() > frameBytes) {
            var unused = channel.write(new BinaryWebSocketFrame(bytes.readRetainedSlice(frameBytes)));
        }
        return channel.writeAndFlush(new BinaryWebSocketFrame(bytes));
    }

    private ByteBuffer payload(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) {
            var unused = close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
            throw new ProtocolException("a text message where bytes are spoken");
        }
        byte[] copy = new byte[frame.content().readableBytes()];
        frame.content().readBytes(copy);
        return ByteBuffer.wrap(copy);
    }

    private ChannelFuture close(WebSocketCloseStatus status) {
        return channel.writeAndFlush(new CloseWebSocketFrame(status));
    }
}
