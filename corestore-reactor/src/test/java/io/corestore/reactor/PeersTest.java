package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.DownloadProgress;
import io.corestore.Extension;
import io.corestore.PeerInfo;
import io.corestore.ReadOptions;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.ClosedException;
import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What a core asks of its peers, and says to them. */
class PeersTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Hash STRANGER = Hash.of("stranger to all who are here now".getBytes(StandardCharsets.UTF_8));

    @TempDir
    private Path folder;

    private Corestore writer;
    private Corestore reader;
    private Core source;
    private Core copy;

    @BeforeEach
    void open() {
        writer = Corestores.open(folder.resolve("writer")).block(SOON);
        reader = Corestores.open(folder.resolve("reader")).block(SOON);
        source = writer.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        copy = reader.get(source.key()).block(SOON);
    }

    @AfterEach
    void close() {
        writer.close().block(SOON);
        reader.close().block(SOON);
    }

    private void join() {
        Pipe.join(writer, reader);
        assertThat(copy.update().block(SOON)).isTrue();
    }

    @Test
    void singleBlocksAreDownloaded() {
        join();
        DownloadProgress last = copy.downloadBlocks(List.of(70L, 3L, 4L, 70L)).blockLast(SOON);
        assertThat(last.done()).isEqualTo(3);
        assertThat(last.total()).isEqualTo(3);
        assertThat(copy.has(4).block(SOON)).isTrue();
        assertThat(copy.has(5).block(SOON)).isFalse();
        assertThat(copy.downloadBlocks(List.of()).blockLast(SOON).total()).isZero();
    }

    @Test
    void hashOfAnEarlierLengthComesWithItsLastBlock() {
        join();
        assertThat(copy.treeHash(37).block(SOON)).isEqualTo(source.treeHash(37).block(SOON));
        assertThat(copy.has(36).block(SOON)).isTrue();
    }

    @Test
    void hashOfAnEarlierLengthIsNotWaitedForWhereReadsDoNotWait() {
        join();
        Core impatient = copy.session(CoreOptions.defaults().withReads(ReadOptions.LOCAL))
                .block(SOON);
        impatient.treeHash(37).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
    }

    @Test
    void listenerIsToldOfEachBlockThatIsWaitedFor() {
        join();
        copy.get(5).block(SOON);
        Queue<Long> waited = new ConcurrentLinkedQueue<>();
        ReadOptions options = ReadOptions.DEFAULT.withOnWait(waited::add);
        copy.get(5, options).then(copy.get(8, options)).block(SOON);
        assertThat(waited).containsExactly(8L);
    }

    @Test
    void peersAreThoseThatShareTheCore() {
        assertThat(copy.peers().block(SOON)).isEmpty();
        join();
        assertThat(copy.peers().block(SOON)).containsExactly(new PeerInfo(Hash.ZERO, 100, 0, 0, 100, true, true));
    }

    @Test
    void extensionMessagesGoBothWays() {
        join();
        Extension there = source.extension("greet");
        Extension here = copy.extension("greet");
        assertThat(copy.extension("greet")).isSameAs(here);
        Flux.merge(
                        there.messages()
                                .take(1)
                                .flatMap(received -> there.send(received.from(), utf8("and you"))
                                        .thenReturn(received.message())),
                        here.messages().take(1).map(Extension.Received::message))
                .sort()
                .as(StepVerifier::create)
                .then(() -> here.broadcast(utf8("hello")).block(SOON))
                .expectNext(utf8("and you"), utf8("hello"))
                .verifyComplete();
    }

    @Test
    void messagesOfOtherNamesAndToStrangersArriveNowhere() {
        join();
        Extension there = source.extension("greet");
        there.messages()
                .map(Extension.Received::message)
                .take(1)
                .as(StepVerifier::create)
                .then(() -> copy.extension("other").broadcast(utf8("x")).block(SOON))
                .then(() -> copy.extension("greet").send(STRANGER, utf8("y")).block(SOON))
                .then(() -> copy.extension("greet").broadcast(utf8("z")).block(SOON))
                .expectNext(utf8("z"))
                .verifyComplete();
    }

    @Test
    void messageAbove64KiBIsRefused() {
        Extension extension = copy.extension("greet");
        assertThatThrownBy(() -> extension.broadcast(ByteBuffer.allocate((64 << 10) + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messagesEndWithTheSession() {
        Mono<Void> ended = copy.extension("greet").messages().then();
        Sinks.Empty<Void> end = Sinks.empty();
        ended.subscribe(null, end::tryEmitError, end::tryEmitEmpty);
        copy.close().block(SOON);
        end.asMono().as(StepVerifier::create).expectComplete().verify(SOON);
    }

    @Test
    void messageAbove64KiBThatComesIsDropped() {
        join();
        ByteBuffer large = ByteBuffer.allocate((64 << 10) + 1);
        source.extension("greet")
                .messages()
                .map(Extension.Received::message)
                .take(1)
                .as(StepVerifier::create)
                .then(() -> sayUnchecked("greet", large))
                .then(() -> copy.extension("greet").broadcast(utf8("small")).block(SOON))
                .expectNext(utf8("small"))
                .expectComplete()
                .verify(SOON);
    }

    /** From the reader, past the check of what is sent. */
    private void sayUnchecked(String name, ByteBuffer message) {
        ((StoreSession) reader)
                .store()
                .replication()
                .say(copy.discoveryKey(), null, name, message)
                .block(SOON);
    }

    @Test
    void closedSessionSendsNoMessages() {
        Extension extension = copy.extension("greet");
        copy.close().block(SOON);
        extension.broadcast(utf8("x")).as(StepVerifier::create).verifyError(ClosedException.class);
        extension.send(STRANGER, utf8("x")).as(StepVerifier::create).verifyError(ClosedException.class);
    }
}
