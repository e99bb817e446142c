package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.message.PeerLink;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServer;
import reactor.test.StepVerifier;

/** Peers behind TLS, which is the server's to end and the client's to trust. */
@ExtendWith(BufferLeaks.class)
class WebSocketTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    Path folder;

    @Test
    void aCertificateThatIsTrustedIsAsGoodAsNone() throws Exception {
        KeyStore keys = keys();
        SslContext trust = SslContextBuilder.forClient()
                .trustManager((X509Certificate) keys.getCertificate("peer"))
                .build();
        WebSocketOptions trusting =
                WebSocketOptions.defaults().withClient(client -> client.secure(tls -> tls.sslContext(trust)));
        dialled(keys, trusting)
                .as(StepVerifier::create)
                .assertNext(link -> assertThat(link.initiator()).isTrue())
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void anotherCertificateIsRefused() throws Exception {
        dialled(keys(), WebSocketOptions.defaults())
                .as(StepVerifier::create)
                .expectError(SSLException.class)
                .verify(PATIENCE);
    }

    private static Mono<PeerLink> dialled(KeyStore keys, WebSocketOptions options) throws Exception {
        KeyManagerFactory key = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        key.init(keys, PASSWORD);
        SslContext certified = SslContextBuilder.forServer(key).build();
        WebSocketEndpoint endpoint = WebSocketEndpoint.of(Talker.having(List.of()), WebSocketOptions.defaults());
        return Mono.usingWhen(
                HttpServer.create()
                        .host("127.0.0.1")
                        .secure(tls -> tls.sslContext(certified))
                        .route(routes -> endpoint.mount(routes, "/peers"))
                        .bind(),
                server -> Mono.usingWhen(
                        WebSocketTransport.connect(
                                Talker.having(List.of()),
                                URI.create("wss://127.0.0.1:" + server.port() + "/peers"),
                                options),
                        connection -> Mono.just(connection.link()),
                        PeerConnection::close),
                server -> endpoint.close().then(Mono.fromRunnable(server::dispose)));
    }

    /** A key pair with a certificate of its own for the loopback address. */
    private KeyStore keys() throws Exception {
        Path file = folder.resolve("keys");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "peer",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        try (InputStream said = keytool.getInputStream()) {
            String output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(keytool.waitFor()).as(output).isZero();
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(file)) {
            keys.load(stored, PASSWORD);
        }
        return keys;
    }
}
