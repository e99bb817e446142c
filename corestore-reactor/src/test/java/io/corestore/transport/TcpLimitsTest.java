package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.error.ClosedException;
import io.corestore.error.CorestoreException;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Peers that are not what they should be, on real sockets. */
@ExtendWith(BufferLeaks.class)
class TcpLimitsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final MessageDuplex SILENT = (link, inbound) ->
            Flux.<Message>never().takeUntilOther(Flux.from(inbound).ignoreElements());

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void oneMoreConnectionThanAnAddressMayHaveIsClosed() throws IOException {
        TcpListener listener = listen(TcpOptions.defaults().withMaxPending(100, 3));
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sockets.add(dial(listener));
        }
        assertThat(endOf(dial(listener))).isTrue();
        assertThat(listener.connections()).isEqualTo(3);
        sockets.get(0).close();
        await(() -> listener.connections() == 2);
        connect(listener, TcpOptions.defaults());
        assertThat(listener.connections()).isEqualTo(3);
        dial(listener);
        await(() -> listener.connections() == 4); // the one that proved who it is does not count
    }

    @Test
    void aPeerThatSaysNothingIsCutAfterTheHandshakeTimeout() throws IOException {
        SecureOptions hasty = SecureOptions.defaults().withHandshakeTimeout(Duration.ofMillis(200));
        TcpListener listener = listen(TcpOptions.defaults().withSecure(hasty));
        Socket socket = dial(listener);
        socket.getOutputStream().write(new byte[] {32, 0});
        assertThat(endOf(socket)).isTrue();
        await(() -> listener.connections() == 0);
    }

    @Test
    void aPeerThatSpeaksAnotherProtocolIsCut() throws IOException {
        TcpListener listener = listen(TcpOptions.defaults());
        Socket socket = dial(listener);
        socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThat(endOf(socket)).isTrue();
    }

    @Test
    void dialingAPeerThatHangsUpFails() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread accepting = new Thread(() -> {
                try {
                    server.accept().close();
                } catch (IOException ignored) {
                    // the test is over
                }
            });
            accepting.start();
            StepVerifier.create(TcpTransport.connect(SILENT, "127.0.0.1", server.getLocalPort(), TcpOptions.defaults()))
                    .expectErrorSatisfies(failure -> assertThat(failure)
                            .isInstanceOfAny(ClosedException.class, CorestoreException.class, IOException.class))
                    .verify(PATIENCE);
        }
    }

    @Test
    void dialingNobodyFails() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0)) {
            port = server.getLocalPort();
        }
        StepVerifier.create(TcpTransport.connect(SILENT, "127.0.0.1", port, TcpOptions.defaults()))
                .expectError(IOException.class)
                .verify(PATIENCE);
    }

    @Test
    void closingTheListenerEndsItsConnections() {
        TcpListener listener = listen(TcpOptions.defaults());
        TcpConnection connection = connect(listener, TcpOptions.defaults());
        StepVerifier.create(listener.close()).expectComplete().verify(PATIENCE);
        StepVerifier.create(listener.close()).expectComplete().verify(PATIENCE);
        StepVerifier.create(connection.closed().onErrorComplete())
                .expectComplete()
                .verify(PATIENCE);
        assertThat(listener.connections()).isZero();
    }

    @Test
    void closingAConnectionMayBeRepeated() {
        TcpListener listener = listen(TcpOptions.defaults());
        TcpConnection connection = connect(listener, TcpOptions.defaults());
        StepVerifier.create(connection.close()).expectComplete().verify(PATIENCE);
        StepVerifier.create(connection.close()).expectComplete().verify(PATIENCE);
        StepVerifier.create(connection.closed()).expectComplete().verify(PATIENCE);
        await(() -> listener.connections() == 0);
    }

    @Test
    void theLinkNamesThePeer() {
        SecureOptions known = SecureOptions.defaults().withSeed(new byte[32]);
        TcpListener listener = listen(TcpOptions.defaults().withSecure(known));
        TcpConnection connection = connect(listener, TcpOptions.defaults());
        assertThat(connection.link().remoteKey()).isEqualTo(known.keyPair().publicKey());
        assertThat(connection.link().address())
                .isEqualTo("127.0.0.1:" + listener.address().getPort());
    }

    private TcpListener listen(TcpOptions options) {
        TcpListener listener = TcpTransport.listen(SILENT, options).block(PATIENCE);
        open.add(() -> listener.close().block(PATIENCE));
        return listener;
    }

    private static TcpConnection connect(TcpListener listener, TcpOptions options) {
        return TcpTransport.connect(SILENT, "127.0.0.1", listener.address().getPort(), options)
                .delayElement(Duration.ofMillis(200))
                .block(PATIENCE);
    }

    private Socket dial(TcpListener listener) throws IOException {
        int before = listener.connections();
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        open.add(socket);
        long deadline = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (listener.connections() == before && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return socket;
    }

    private static boolean endOf(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {}
            return true;
        } catch (java.net.SocketTimeoutException open) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
