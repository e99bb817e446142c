package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.message.Message;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What a peer does not answer, though it stays connected, is had from another one. */
class LatePeerTest extends TwoStores {
    private final Sinks.Empty<Void> forkAsked = Sinks.empty();
    private final Sinks.One<Message.Cancel> cancelled = Sinks.one();
    private Corestore other;
    private Core source;
    private Core spare;

    @BeforeEach
    void replicate() {
        other = store("other");
        source = writer.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        spare = other.get(source.key()).block(SOON);
        Pipe.join(writer, other);
        spare.update().block(SOON);
        spare.download(BlockRange.of(0, 100)).blockLast(SOON);
    }

    @AfterEach
    void closeOther() {
        other.close().block(SOON);
    }

    /** Joins the reader to the writer, whose answers of a kind are lost. */
    private void joinSilent(Predicate<Message.Data> lost) {
        Pipe.join(
                writer,
                reader,
                said -> {
                    if (said instanceof Message.Request request && request.fork() == 1) {
                        forkAsked.tryEmitEmpty();
                    } else if (said instanceof Message.Cancel cancel) {
                        cancelled.tryEmitValue(cancel);
                    }
                    return true;
                },
                said -> !(said instanceof Message.Data data && lost.test(data)));
    }

    @Test
    void blocksAreAskedForAtAnotherPeer() {
        Core copy = reader.get(source.key()).block(SOON);
        joinSilent(data -> data.block() != null);
        copy.update().block(SOON);

        copy.download(BlockRange.of(0, 100))
                .doOnSubscribe(started -> Pipe.join(other, reader))
                .blockLast(SOON);

        assertThat(copy.has(BlockRange.of(0, 100)).block(SOON)).isTrue();
    }

    @Test
    void requestThatAnotherPeerAnsweredIsTakenBack() {
        Core copy = reader.get(source.key()).block(SOON);
        joinSilent(data -> data.block() != null);
        copy.update().block(SOON);

        copy.get(7)
                .doOnSubscribe(started -> Pipe.join(other, reader))
                .then(cancelled.asMono())
                .as(StepVerifier::create)
                .expectNextMatches(cancel -> cancel.request() > 0)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void treeIsAskedForAtAnotherPeer() {
        Core copy = reader.get(source.key()).block(SOON);
        joinSilent(data -> data.upgrade() != null);
        Pipe.join(other, reader);

        assertThat(copy.update().block(SOON)).isTrue();
        assertThat(copy.length()).isEqualTo(100);
    }

    @Test
    void placeOfAByteIsAskedForAtAnotherPeer() {
        Core copy = reader.get(source.key()).block(SOON);
        joinSilent(data -> data.hash() != null || data.seek() != null || data.block() != null);
        copy.update().block(SOON);
        Pipe.join(other, reader);

        assertThat(copy.seek(500).block(SOON)).isEqualTo(source.seek(500).block(SOON));
    }

    @Test
    void forkIsFollowedWithAnotherPeer() {
        Core copy = reader.get(source.key()).block(SOON);
        Disposable whole = Pipe.join(writer, reader);
        copy.update().block(SOON);
        copy.download(BlockRange.of(0, 100)).blockLast(SOON);
        whole.dispose();
        source.truncate(50).then(source.append(numbered(0, 9))).block(SOON);
        CoreStates.until(spare, core -> core.length() == 59).block(SOON);
        spare.download(BlockRange.of(0, 59)).blockLast(SOON);
        joinSilent(data -> data.fork() == 1);
        forkAsked.asMono().block(SOON);
        Pipe.join(other, reader);

        CoreStates.until(copy, core -> core.fork() == 1 && core.length() == 59).block(SOON);
        assertThat(copy.treeHash(59).block(SOON)).isEqualTo(source.treeHash(59).block(SOON));
    }
}
