package io.corestore.transport;

import java.time.Duration;

/**
 * How TCP connections are made. Immutable; each {@code with} method returns a changed copy.
 *
 * @param secure the secure channel on top; its address is replaced by that of the connection
 * @param host where to listen
 * @param port where to listen, 0 for any that is free
 * @param connectTimeout how long dialling may take
 * @param linger how long a connection whose output has ended waits for the other side to end its own
 * @param shutdownTimeout how long a listener that shuts down waits for its connections to end before it cuts them
 * @param maxPending connections a listener keeps that have not finished their handshake
 * @param maxPendingPerAddress the same for those of one IP address
 */
public record TcpOptions(
        SecureOptions secure,
        String host,
        int port,
        Duration connectTimeout,
        Duration linger,
        Duration shutdownTimeout,
        int maxPending,
        int maxPendingPerAddress) {
    public TcpOptions {
        if (port < 0 || port > 65_535 || maxPending < 1 || maxPendingPerAddress < 1) {
            throw new IllegalArgumentException("a port is 0 to 65535, limits are at least 1");
        }
    }

    /**
     * Loopback, any port, 10 seconds to connect, 5 seconds to linger, 10 seconds to shut down, 1,000 connections in their
     * handshake, 32 of one address.
     */
    public static TcpOptions defaults() {
        return new TcpOptions(
                SecureOptions.defaults(),
                "127.0.0.1",
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                1_000,
                32);
    }

    public TcpOptions withSecure(SecureOptions newSecure) {
        return new TcpOptions(
                newSecure, host, port, connectTimeout, linger, shutdownTimeout, maxPending, maxPendingPerAddress);
    }

    /** Listens there. */
    public TcpOptions withBind(String newHost, int newPort) {
        return new TcpOptions(
                secure, newHost, newPort, connectTimeout, linger, shutdownTimeout, maxPending, maxPendingPerAddress);
    }

    public TcpOptions withConnectTimeout(Duration newTimeout) {
        return new TcpOptions(
                secure, host, port, newTimeout, linger, shutdownTimeout, maxPending, maxPendingPerAddress);
    }

    public TcpOptions withLinger(Duration newLinger) {
        return new TcpOptions(
                secure, host, port, connectTimeout, newLinger, shutdownTimeout, maxPending, maxPendingPerAddress);
    }

    public TcpOptions withShutdownTimeout(Duration newTimeout) {
        return new TcpOptions(secure, host, port, connectTimeout, linger, newTimeout, maxPending, maxPendingPerAddress);
    }

    public TcpOptions withMaxPending(int newMaxPending, int newMaxPendingPerAddress) {
        return new TcpOptions(
                secure, host, port, connectTimeout, linger, shutdownTimeout, newMaxPending, newMaxPendingPerAddress);
    }
}
