package io.corestore.quickstart;

import static io.corestore.quickstart.Quickstart.utf8;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.key.CoreKey;
import io.corestore.reactor.Corestores;
import io.corestore.transport.Backoff;
import io.corestore.transport.DialEvent;
import io.corestore.transport.PeerAddresses;
import io.corestore.transport.PeerConnection;
import io.corestore.transport.TcpConnection;
import io.corestore.transport.TcpListener;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import io.corestore.transport.WebSocketListener;
import io.corestore.transport.WebSocketOptions;
import io.corestore.transport.WebSocketTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class TourTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theQuickstartReadsWhatItWrote() {
        Quickstart.write(folder, "one")
                .as(StepVerifier::create)
                .expectNext("one")
                .verifyComplete();
        Quickstart.write(folder, "two")
                .as(StepVerifier::create)
                .expectNext("one", "two")
                .verifyComplete();
    }

    @Test
    void aFollowerSeesWhatIsAppended() {
        try (OpenStore store = OpenStore.at(folder)) {
            verifyFollower(store.core("diary"));
        }
    }

    // tag::stepverifier[]
    static void verifyFollower(Core core) {
        core.append(List.of(utf8("one"), utf8("two")))
                .thenMany(core.follow(0)) // never completes
                .map(Quickstart::text)
                .as(StepVerifier::create)
                .expectNext("one", "two")
                .then(() -> core.append(utf8("three")).subscribe())
                .expectNext("three")
                .thenCancel()
                .verify(LIMIT);
    }
    // end::stepverifier[]

    @Test
    void aReaderHasWhatTheWriterAppends() {
        try (OpenStore writer = OpenStore.at(folder.resolve("writer"));
                OpenStore reader = OpenStore.at(folder.resolve("reader"))) {
            Core diary = writer.core("diary");
            diary.append(List.of(utf8("one"), utf8("two")))
                    .thenMany(replicate(writer.store(), reader.store(), diary.key()))
                    .take(3)
                    .as(StepVerifier::create)
                    .expectNext("one", "two")
                    .then(() -> diary.append(utf8("three")).subscribe())
                    .expectNext("three")
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    // tag::replication[]
    static Flux<String> replicate(Corestore writer, Corestore reader, CoreKey key) {
        Flux<String> copy = reader.use(CoreOptions.keyed(key), core -> core.follow(0)) // fetched as it is read
                .map(Quickstart::text);
        return Flux.usingWhen(
                TcpTransport.listen(writer::replicate, TcpOptions.defaults()), // 127.0.0.1, a free port
                listener -> Flux.usingWhen(
                        TcpTransport.connect(
                                reader::replicate,
                                "127.0.0.1",
                                listener.address().getPort(),
                                TcpOptions.defaults()),
                        connection -> copy,
                        TcpConnection::close),
                TcpListener::close);
    }
    // end::replication[]

    @Test
    void aReaderHasWhatTheWriterAppendsOverWebSocket() {
        try (OpenStore writer = OpenStore.at(folder.resolve("writer"));
                OpenStore reader = OpenStore.at(folder.resolve("reader"))) {
            Core diary = writer.core("diary");
            diary.append(List.of(utf8("one"), utf8("two")))
                    .thenMany(overWebSocket(writer.store(), reader.store(), diary.key()))
                    .take(2)
                    .as(StepVerifier::create)
                    .expectNext("one", "two")
                    .expectComplete()
                    .verify(LIMIT);
        }
    }

    // tag::websocket[]
    static Flux<String> overWebSocket(Corestore writer, Corestore reader, CoreKey key) {
        Flux<String> copy =
                reader.use(CoreOptions.keyed(key), core -> core.follow(0)).map(Quickstart::text);
        return Flux.usingWhen(
                WebSocketTransport.listen(writer::replicate, WebSocketOptions.defaults()),
                listener -> Flux.usingWhen(
                        WebSocketTransport.connect(
                                reader::replicate,
                                listener.uri(), // ws:// or wss://
                                WebSocketOptions.defaults()),
                        connection -> copy,
                        PeerConnection::close),
                WebSocketListener::shutdown); // sends what was said before it ends; close() cuts
    }
    // end::websocket[]

    @Test
    void aReaderStaysConnectedWithThePeersOfAName() {
        try (OpenStore writer = OpenStore.at(folder.resolve("writer"));
                OpenStore reader = OpenStore.at(folder.resolve("reader"))) {
            Flux.usingWhen(
                            TcpTransport.listen(writer.store()::replicate, TcpOptions.defaults()),
                            listener -> stayConnected(
                                    reader.store(),
                                    "127.0.0.1",
                                    listener.address().getPort()),
                            TcpListener::close)
                    .as(StepVerifier::create)
                    .expectNextMatches(DialEvent.Connected.class::isInstance)
                    .thenCancel()
                    .verify(LIMIT);
        }
    }

    // tag::dial[]
    static Flux<DialEvent> stayConnected(Corestore store, String service, int port) {
        return TcpTransport.dial( // cancel hangs up on all
                store::replicate,
                PeerAddresses.dns(service, port, Duration.ofSeconds(30)), // or PeerAddresses.of(...)
                Backoff.defaults(),
                TcpOptions.defaults());
    }
    // end::dial[]

    /** A store that the test closes. */
    private record OpenStore(Corestore store) implements AutoCloseable {
        static OpenStore at(Path folder) {
            return new OpenStore(Corestores.open(folder).block(LIMIT));
        }

        Core core(String name) {
            return store.get(name).block(LIMIT);
        }

        @Override
        public void close() {
            store.close().block(LIMIT);
        }
    }
}
