package io.corestore.webflux;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import io.corestore.transport.PeerConnection;
import io.corestore.transport.WebSocketOptions;
import io.corestore.transport.WebSocketTransport;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.socket.CloseStatus;
import org.springframework.web.reactive.socket.client.ReactorNettyWebSocketClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Stores that replicate with the application over WebSocket. */
class PeerHandlerTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private ConfigurableApplicationContext context;
    private Corestore served;
    private Corestore peer;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(LogApplication.class)
                .properties("server.port=0", "server.address=127.0.0.1", "corestore.folder=" + folder.resolve("served"))
                .run();
        served = context.getBean(Corestore.class);
        peer = Corestores.open(folder.resolve("peer")).block(LIMIT);
    }

    @AfterEach
    void stop() {
        peer.close().block(LIMIT);
        context.close();
    }

    @Test
    void aPeerReadsWhatIsServedAndWhatComes() {
        Core diary = written(served, blocks());
        copied(peer, diary)
                .as(StepVerifier::create)
                .expectNextSequence(blocks())
                .then(() -> diary.append(utf8("later")).subscribe())
                .expectNext(utf8("later"))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void theApplicationReadsWhatAPeerHas() {
        Core diary = written(peer, blocks());
        Flux<ByteBuffer> read = served.use(
                CoreOptions.keyed(diary.key()),
                core -> core.update().thenMany(core.read(BlockRange.of(0, blocks().size()))));
        connected(read)
                .as(StepVerifier::create)
                .expectNextSequence(blocks())
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void aTextMessageEndsTheSession() {
        new ReactorNettyWebSocketClient()
                .execute(
                        uri(),
                        session -> session.send(Mono.just(session.textMessage("hello")))
                                .then(session.closeStatus())
                                .doOnNext(status -> assertThat(status).isNotEqualTo(CloseStatus.NORMAL))
                                .then())
                .as(StepVerifier::create)
                .expectComplete()
                .verify(LIMIT);
    }

    private Flux<ByteBuffer> copied(Corestore reader, Core of) {
        return connected(reader.use(CoreOptions.keyed(of.key()), core -> core.follow(0)));
    }

    private Flux<ByteBuffer> connected(Flux<ByteBuffer> read) {
        return Flux.usingWhen(
                WebSocketTransport.connect(peer::replicate, uri(), WebSocketOptions.defaults()),
                connection -> read,
                PeerConnection::close);
    }

    private URI uri() {
        return URI.create("ws://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/peers");
    }

    private static Core written(Corestore store, List<ByteBuffer> blocks) {
        Core core = store.get("diary").block(LIMIT);
        core.append(blocks).block(LIMIT);
        assertThat(core.length()).isEqualTo(blocks.size());
        return core;
    }

    /** Small ones, and one that is many messages. */
    private static List<ByteBuffer> blocks() {
        return Stream.of("one", "two", "x".repeat(5 << 20))
                .map(PeerHandlerTest::utf8)
                .toList();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
