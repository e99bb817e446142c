package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.DownloadProgress;
import io.corestore.key.CoreKey;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class ReplicationTest extends TwoStores {

    @Test
    void wholeCoreIsPulled() {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, 1_000)).block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        Pipe.join(writer, reader);
        assertThat(copy.update().block(SOON)).isTrue();
        copy.download(BlockRange.of(0, 1_000))
                .last()
                .map(DownloadProgress::done)
                .as(StepVerifier::create)
                .expectNext(1_000L)
                .verifyComplete();
        assertThat(copy.info().block(SOON).treeHash())
                .isEqualTo(source.info().block(SOON).treeHash());
        copy.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 1_000))
                .verifyComplete();
    }

    @Test
    void singleBlocksAreFetchedWhenRead() {
        for (KeyFormat format : KeyFormat.values()) {
            Core source = writer.get(CoreOptions.named("log-" + format).withKeyFormat(format))
                    .block(SOON);
            source.append(numbered(0, 100)).block(SOON);
            Core copy = reader.get(source.key()).block(SOON);
            var link = Pipe.join(writer, reader);
            assertThat(copy.get(42).block(SOON)).isEqualTo(utf8("block 42"));
            assertThat(copy.get(99).block(SOON)).isEqualTo(utf8("block 99"));
            assertThat(copy.has(BlockRange.of(0, 42)).block(SOON)).isFalse();
            assertThat(copy.length()).isEqualTo(100);
            link.dispose();
        }
    }

    @Test
    void readerFollowsAWriterAndTheOtherWayRound() {
        Core source = writer.get("log").block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        Core back = reader.get("back").block(SOON);
        Core backCopy = writer.get(back.key()).block(SOON);
        Pipe.join(writer, reader);
        copy.follow(0)
                .take(3)
                .map(Blocks::text)
                .as(StepVerifier::create)
                .then(() -> source.append(utf8("a")).block(SOON))
                .expectNext("a")
                .then(() -> source.append(utf8("b")).block(SOON))
                .expectNext("b")
                .then(() -> source.append(utf8("c")).block(SOON))
                .expectNext("c")
                .verifyComplete();
        backCopy.follow(0)
                .take(1)
                .map(Blocks::text)
                .as(StepVerifier::create)
                .then(() -> back.append(utf8("d")).block(SOON))
                .expectNext("d")
                .verifyComplete();
    }

    @Test
    void storedCoreIsOpenedForAPeerAndLaterCoresJoin() {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, 10)).block(SOON);
        source.close().block(SOON);
        Pipe.join(writer, reader);
        Core copy = reader.get(source.key()).block(SOON);
        assertThat(copy.get(3).block(SOON)).isEqualTo(utf8("block 3"));
        Core late = writer.get("late").block(SOON);
        late.append(utf8("x")).block(SOON);
        Core lateCopy = reader.get(late.key()).block(SOON);
        assertThat(lateCopy.get(0).block(SOON)).isEqualTo(utf8("x"));
    }

    @Test
    void coreThatIsLearntAfterARejectIsPaired() {
        Core wanted = reader.get(writer.keyPair("later")
                        .map(p -> new CoreKey(p.publicKey()))
                        .block(SOON))
                .block(SOON);
        Pipe.join(writer, reader);
        assertThat(wanted.update().block(SOON)).isFalse();
        Core source = writer.get("later").block(SOON);
        source.append(utf8("x")).block(SOON);
        assertThat(wanted.get(0).block(SOON)).isEqualTo(utf8("x"));
    }

    @Test
    void manyCoresShareAConnection() {
        List<Core> copies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Core source = writer.get("core-" + i).block(SOON);
            source.append(numbered(0, 20 + i)).block(SOON);
            copies.add(reader.get(source.key()).block(SOON));
        }
        Pipe.join(writer, reader);
        Flux.fromIterable(copies)
                .flatMap(
                        copy -> copy.update()
                                .then(copy.download(BlockRange.of(0, 20)).last()),
                        100)
                .as(StepVerifier::create)
                .expectNextCount(100)
                .verifyComplete();
    }

    @Test
    void progressCountsEveryBlockThatArrives() {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, 600)).block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        Pipe.join(writer, reader);
        copy.update().block(SOON);
        for (long block = 0; block < 600; block += 2) {
            copy.get(block).block(SOON); // what is left is missing in many pieces
        }
        DownloadProgress last = copy.download(BlockRange.of(0, 600)).blockLast(SOON);
        assertThat(last.done()).isEqualTo(600);
        assertThat(last.fetchedBlocks()).isLessThanOrEqualTo(300).isGreaterThan(0);
        assertThat(copy.contiguousLength()).isEqualTo(600);
    }

    @Test
    void peerThatRefusesACoreHasNotJoined() {
        Core unknown = reader.get(CoreKey.of(new byte[32])).block(SOON);
        Core known = reader.get(writer.get("log").block(SOON).key()).block(SOON);
        Sinks.Many<CoreEvent> events = Sinks.many().replay().all();
        unknown.events().subscribe(events::tryEmitNext);
        Pipe.join(writer, reader);
        assertThat(known.update().block(SOON)).isFalse();
        assertThat(unknown.update().block(SOON)).isFalse();
        events.tryEmitComplete();
        events.asFlux().as(StepVerifier::create).verifyComplete();
    }

    @Test
    void answerThatHangsOnARefusedOneIsAskedForAgain() {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, 8)).block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        List<Message> refused = new ArrayList<>();
        List<Long> answered = new ArrayList<>();
        Sinks.Empty<Void> asked = Sinks.empty();
        Pipe.change(
                writer,
                reader,
                said -> said.concatMapIterable(message -> {
                    if (!(message instanceof Message.Data data) || data.block() == null) {
                        return List.of(message);
                    }
                    if (data.block().index() == 0) {
                        refused.add(new Message.NoData(data.channel(), data.request(), 1));
                        asked.tryEmitEmpty();
                        return answered.size() < 7 ? List.of() : List.of(refused.get(refused.size() - 1));
                    }
                    answered.add(data.block().index());
                    return answered.size() == 7 ? List.of(message, refused.get(0)) : List.of(message);
                }));
        copy.update().block(SOON);
        Disposable all = copy.download(BlockRange.of(0, 8)).subscribe();
        asked.asMono().block(SOON);
        copy.downloadBlocks(LongStream.range(1, 8).boxed().toList())
                .then()
                .as(StepVerifier::create)
                .expectComplete()
                .verify(SOON);
        all.dispose();
        assertThat(answered).as("an answer that came in vain").hasSizeGreaterThan(7);
        assertThat(copy.has(0).block(SOON)).isFalse();
    }

    @Test
    void lastWaitersCancelWithdrawsTheRequest() {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, 10)).block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        Sinks.Many<Message> said = Sinks.many().replay().all();
        Pipe.join(writer, reader, message -> {
            said.tryEmitNext(message);
            return !(message instanceof Message.Request request && request.block() != null);
        });
        assertThat(copy.update().block(SOON)).isTrue();
        Disposable first = copy.get(5).subscribe();
        Disposable second = copy.get(5).subscribe();
        Message.Request asked = said.asFlux()
                .ofType(Message.Request.class)
                .filter(request -> request.block() != null)
                .blockFirst(SOON);
        first.dispose();
        assertThat(copy.has(5).block(SOON)).isFalse();
        second.dispose();
        assertThat(said.asFlux().ofType(Message.Cancel.class).blockFirst(SOON).request())
                .isEqualTo(asked.id());
        assertThat(said.asFlux()
                        .takeUntil(Message.Cancel.class::isInstance)
                        .filter(message -> message instanceof Message.Request request && request.block() != null)
                        .count()
                        .block(SOON))
                .isEqualTo(1); // one request, however many wait
    }

    @Test
    void oneWaitersCancelDoesNotFailTheOthers() {
        Core source = writer.get("log").block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        Pipe.join(writer, reader);
        Disposable impatient = copy.get(0).subscribe();
        copy.get(0)
                .as(StepVerifier::create)
                .then(impatient::dispose)
                .then(() -> source.append(utf8("x")).block(SOON))
                .expectNext(utf8("x"))
                .verifyComplete();
    }

    @Test
    void encryptedBytesJoinTwoStoresToo() {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, 300)).block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        Sinks.Many<ByteBuffer> toWriter = Sinks.many().unicast().onBackpressureBuffer();
        Flux<ByteBuffer> fromWriter = writer.replicate(false, toWriter.asFlux());
        Disposable link = reader.replicate(true, fromWriter).subscribe(toWriter::tryEmitNext);
        copy.update()
                .thenMany(copy.read(BlockRange.of(0, 300)))
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 300))
                .verifyComplete();
        link.dispose();
    }

    @Test
    void updateWithoutPeersIsFalseAtOnce() {
        Core copy = reader.get("alone").block(SOON);
        assertThat(copy.update().block(SOON)).isFalse();
    }
}
