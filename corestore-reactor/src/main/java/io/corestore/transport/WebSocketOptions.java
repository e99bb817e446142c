package io.corestore.transport;

import java.util.function.UnaryOperator;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.WebsocketClientSpec;
import reactor.netty.http.server.WebsocketServerSpec;

/**
 * How WebSocket connections are made. Immutable; each {@code with} method returns a changed copy.
 *
 * @param tcp the connections underneath; of a server that is mounted in another, where to listen counts for nothing
 * @param path where a server of its own accepts
 * @param maxFrame the most bytes that a received frame may have as payload, which is also what is held of a frame until it
 *     is whole; a larger one ends the connection
 * @param frameBytes the most bytes that are put into one frame
 * @param client the HTTP client that dials, for TLS, a proxy or headers of one's own
 */
public record WebSocketOptions(
        TcpOptions tcp, String path, int maxFrame, int frameBytes, UnaryOperator<HttpClient> client) {
    public WebSocketOptions {
        if (!path.startsWith("/") || maxFrame < 1 || frameBytes < 1) {
            throw new IllegalArgumentException(
                    "a path begins with /, frames have at least 1 byte: " + path + ", " + maxFrame + ", " + frameBytes);
        }
    }

    /**
     * {@link TcpOptions#defaults()}, the path {@code /corestore}, frames of 64 KiB sent and up to 256 KiB received,
     * certificates as the JVM trusts them.
     */
    public static WebSocketOptions defaults() {
        return new WebSocketOptions(
                TcpOptions.defaults(), "/corestore", 256 * 1024, 64 * 1024, UnaryOperator.identity());
    }

    public WebSocketOptions withTcp(TcpOptions newTcp) {
        return new WebSocketOptions(newTcp, path, maxFrame, frameBytes, client);
    }

    public WebSocketOptions withPath(String newPath) {
        return new WebSocketOptions(tcp, newPath, maxFrame, frameBytes, client);
    }

    /** A peer that puts whatever it has into one message, as most libraries do, sends frames as large as its blocks. */
    public WebSocketOptions withMaxFrame(int bytes) {
        return new WebSocketOptions(tcp, path, bytes, frameBytes, client);
    }

    public WebSocketOptions withFrameBytes(int bytes) {
        return new WebSocketOptions(tcp, path, maxFrame, bytes, client);
    }

    /**
     * Dials with another HTTP client.
     *
     * @param change what to make of the client that would dial otherwise
     */
    public WebSocketOptions withClient(UnaryOperator<HttpClient> change) {
        return new WebSocketOptions(tcp, path, maxFrame, frameBytes, change);
    }

    WebsocketServerSpec serverSpec() {
        return WebsocketServerSpec.builder().maxFramePayloadLength(maxFrame).build();
    }

    WebsocketClientSpec clientSpec() {
        return WebsocketClientSpec.builder().maxFramePayloadLength(maxFrame).build();
    }
}
