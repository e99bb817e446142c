package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.ConflictEvidence;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.Corestore;
import io.corestore.crypto.Ed25519;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import io.corestore.replication.ReplicationLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** When connections, channels and passive cores begin and end. */
class ReplicationLifeTest extends TwoStores {
    private static final PeerLink LINK = new PeerLink(true, new byte[64], Hash.ZERO, "script");

    /** Stores of one primary key, with room for two passive cores. */
    @Override
    Corestore store(String name) {
        return Corestores.at(folder.resolve(name))
                .primaryKey(new byte[32])
                .limits(ReplicationLimits.DEFAULT.withPassiveCores(2))
                .open()
                .block(SOON);
    }

    @Test
    void encryptedConnectionEndsWithTheStore() {
        Sinks.Many<ByteBuffer> toWriter = Sinks.many().unicast().onBackpressureBuffer();
        Flux<ByteBuffer> fromWriter = writer.replicate(false, toWriter.asFlux());
        Sinks.Empty<Void> ended = Sinks.empty();
        Core source = writer.get("log").block(SOON);
        source.append(utf8("x")).block(SOON);
        Core copy = reader.get("log").block(SOON);
        reader.replicate(true, fromWriter).subscribe(toWriter::tryEmitNext, ended::tryEmitError, ended::tryEmitEmpty);
        assertThat(copy.get(0).block(SOON)).isEqualTo(utf8("x"));
        reader.close().block(SOON);
        ended.asMono().as(StepVerifier::create).expectComplete().verify(SOON);
    }

    @Test
    void connectionOverMessagesLosesItsChannelsAndEndsWithItsInput() {
        Core source = writer.get("log").block(SOON);
        Sinks.Many<Message> peer = Sinks.many().unicast().onBackpressureBuffer();
        writer.replicate(LINK, peer.asFlux())
                .as(StepVerifier::create)
                .expectNextMatches(Message.Open.class::isInstance)
                .then(() -> writer.close().block(SOON))
                .then(() -> peer.tryEmitNext(new Message.Open(1, source.discoveryKey(), true, Hash.ZERO)))
                .expectNext(new Message.Close(1))
                .then(() -> peer.tryEmitNext(new Message.OpenOther(2, "other")))
                .expectNext(new Message.Reject(2))
                .then(peer::tryEmitComplete)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void pairedChannelsAreClosedWhenTheStoreCloses() {
        Core source = writer.get("log").block(SOON);
        source.append(utf8("x")).block(SOON);
        Core copy = reader.get("log").block(SOON);
        Pipe.join(writer, reader);
        assertThat(copy.update().block(SOON)).isTrue();
        Mono<CoreEvent> left = copy.events()
                .ofType(CoreEvent.PeerLeft.class)
                .cast(CoreEvent.class)
                .next();
        left.as(StepVerifier::create)
                .then(() -> writer.close().block(SOON))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void updateWaitsForAFirstPeerWhilePeersAreLookedFor() {
        Core source = writer.get("log").block(SOON);
        source.append(utf8("x")).block(SOON);
        Core copy = reader.get("log").block(SOON);
        Disposable search = reader.findingPeers();
        copy.update()
                .as(StepVerifier::create)
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .then(() -> Pipe.join(writer, reader))
                .expectNext(true)
                .verifyComplete();
        search.dispose();
    }

    @Test
    void updateIsToldWhenTheSearchEnds() {
        Core copy = reader.get("log").block(SOON);
        Disposable search = reader.findingPeers();
        copy.update()
                .as(StepVerifier::create)
                .expectSubscription()
                .then(search::dispose)
                .expectNext(false)
                .verifyComplete();
    }

    @Test
    void onlySoManyCoresStayOpenForPeersAlone() {
        List<CoreKey> keys = written(5, true);
        Pipe.join(writer, reader);
        keys.forEach(this::readFirstBlock);
        awaitOpen(2);
        readFirstBlock(keys.get(0)); // one that was closed is opened again
    }

    @Test
    void coresOfUsersStayOpenHoweverMany() {
        List<CoreKey> keys = written(5, false);
        Pipe.join(writer, reader);
        keys.forEach(this::readFirstBlock);
        awaitOpen(5);
    }

    private List<CoreKey> written(int count, boolean closed) {
        List<CoreKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Core core = writer.get("passive-" + i).block(SOON);
            core.append(utf8("first")).block(SOON);
            keys.add(core.key());
            if (closed) {
                core.close().block(SOON);
            }
        }
        return keys;
    }

    private void readFirstBlock(CoreKey key) {
        Flux.usingWhen(reader.get(key), core -> core.get(0), Core::close)
                .as(StepVerifier::create)
                .expectNext(utf8("first"))
                .expectComplete()
                .verify(SOON);
    }

    private void awaitOpen(int cores) {
        Registry registry = ((StoreSession) writer).store().registry();
        Long tick = Flux.interval(Duration.ofMillis(5))
                .filter(any -> registry.openLogs().size() == cores)
                .blockFirst(SOON);
        assertThat(tick).isNotNull();
    }

    @Test
    void twoSignedHistoriesAreAConflictAndOtherCoresGoOn() {
        Core one = writer.get("log").block(SOON);
        Core two = reader.get("log").block(SOON);
        one.append(numbered(0, 5)).block(SOON);
        two.append(numbered(1, 7)).block(SOON);
        Core other = writer.get("other").block(SOON);
        other.append(utf8("x")).block(SOON);
        Core copy = reader.get("other").block(SOON);
        Flux.merge(one.events(), two.events())
                .ofType(CoreEvent.Conflict.class)
                .take(2)
                .as(StepVerifier::create)
                .then(() -> Pipe.join(writer, reader))
                .expectNext(new CoreEvent.Conflict(5, 0), new CoreEvent.Conflict(5, 0))
                .expectComplete()
                .verify(SOON);
        assertThat(one.peers().block(SOON)).isEmpty();
        assertThat(one.length()).isEqualTo(5);
        assertThat(copy.get(0).block(SOON)).isEqualTo(utf8("x"));
    }

    @Test
    void conflictIsKeptUntilTheCoreIsPurged() {
        Core one = writer.get("log").block(SOON);
        one.append(numbered(0, 5)).block(SOON);
        Hash theirs = reader.get("log")
                .flatMap(two -> two.append(numbered(1, 7)).then(two.treeHash(5)))
                .block(SOON);
        one.events()
                .ofType(CoreEvent.Conflict.class)
                .as(StepVerifier::create)
                .then(() -> Pipe.join(writer, reader))
                .expectNextCount(1)
                .thenCancel()
                .verify(SOON);
        ConflictEvidence evidence = one.info().block(SOON).conflict();
        assertThat(evidence.length()).isEqualTo(5);
        assertThat(evidence.fork()).isZero();
        assertThat(evidence.treeHash()).isEqualTo(theirs);
        assertThat(evidence.signature().remaining()).isEqualTo(Ed25519.SIGNATURE_BYTES);
        writer.close().block(SOON);

        writer = Corestores.open(folder.resolve("writer")).block(SOON);
        Core again = writer.get("log").block(SOON);
        assertThat(again.info().block(SOON).conflict()).isEqualTo(evidence);
        Pipe.join(writer, reader);
        assertThat(again.update().block(SOON)).isFalse();
        assertThat(again.peers().block(SOON)).isEmpty();
    }

    @Test
    void manifestThatIsLearntIsTold() {
        Core source = writer.get(CoreOptions.named("log").withKeyFormat(KeyFormat.MANIFEST_1))
                .block(SOON);
        source.append(utf8("x")).block(SOON);
        Corestore stranger = Corestores.open(folder.resolve("stranger")).block(SOON);
        Core copy = stranger.get(source.key()).block(SOON);
        copy.events()
                .ofType(CoreEvent.ManifestLearnt.class)
                .next()
                .as(StepVerifier::create)
                .then(() -> Pipe.join(writer, stranger))
                .expectNext(new CoreEvent.ManifestLearnt(source.manifest()))
                .verifyComplete();
        stranger.close().block(SOON);
    }

    @Test
    void proofThatFailedIsTold() {
        Core one = writer.get("log").block(SOON);
        Core two = reader.get("log").block(SOON);
        one.append(numbered(0, 5)).block(SOON);
        two.append(numbered(1, 7)).block(SOON);
        one.events()
                .ofType(CoreEvent.VerificationFailed.class)
                .next()
                .as(StepVerifier::create)
                .then(() -> Pipe.join(writer, reader))
                .expectNextMatches(failed -> failed.reason().contains("signature"))
                .verifyComplete();
    }
}
