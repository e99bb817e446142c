package io.corestore.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Lets one close frame out and drops what follows it: an endpoint that has sent one sends no more (RFC 6455, section
 * 5.5.1), and the layer below answers a close frame even if this side was the first to send one.
 */
final class CloseOnce extends ChannelOutboundHandlerAdapter {
    static final String NAME = "corestore.closeOnce";

    private boolean closed;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (closed) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
            return;
        }
        closed = message instanceof CloseWebSocketFrame;
        var unused = context.write(message, promise);
    }
}
