package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.error.NotWritableException;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.replication.ReplicationLimits;
import io.corestore.storage.MemoryStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What is said when a store is opened. */
class OpeningTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @Test
    void givenPrimaryKeyIsStoredOnceAndUsed() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);
        KeyPair pair = pairOf(Corestores.at(folder).primaryKey(key));
        assertThat(pairOf(Corestores.at(folder))).isEqualTo(pair);
        byte[] other = new byte[32];
        KeyPair otherPair = pairOf(Corestores.at(folder).primaryKey(other));
        assertThat(otherPair).isNotEqualTo(pair);
        assertThat(pairOf(Corestores.at(folder))).isEqualTo(pair);
    }

    private static KeyPair pairOf(Corestores.Builder builder) {
        Corestore store = builder.open().block(SOON);
        KeyPair pair = store.keyPair("name").block(SOON);
        store.close().block(SOON);
        return pair;
    }

    @Test
    void readerOfAFolderInUseTakesNoLockAndWritesNothing() {
        Corestore writer = Corestores.open(folder).block(SOON);
        Core core = writer.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        Corestore reader = Corestores.at(folder).readOnly(true).open().block(SOON);
        Core copy = reader.get("log").block(SOON);
        assertThat(copy.writable()).isFalse();
        copy.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 10))
                .verifyComplete();
        copy.append(utf8("no")).as(StepVerifier::create).verifyError(NotWritableException.class);
        copy.clear(0).as(StepVerifier::create).verifyError(NotWritableException.class);
        core.append(utf8("on")).block(SOON);
        reader.close().block(SOON);
        writer.close().block(SOON);
    }

    @Test
    void namespaceOfBytesIsThatOfTheirText() {
        Corestore store = Corestores.open(folder).block(SOON);
        Hash text = store.namespace("näme").namespace();
        assertThat(store.namespace("näme".getBytes(StandardCharsets.UTF_8)).namespace())
                .isEqualTo(text);
        assertThat(store.namespace(new byte[0]).namespace()).isNotEqualTo(store.namespace());
        store.close().block(SOON);
    }

    @Test
    void noMoreRequestsAreUnderWayThanTheLimitAllows() {
        Corestore writer = Corestores.open(folder.resolve("writer")).block(SOON);
        Corestore reader = Corestores.at(folder.resolve("reader"))
                .limits(ReplicationLimits.DEFAULT.withRequestsPerChannel(4))
                .open()
                .block(SOON);
        Core core = writer.get("log").block(SOON);
        core.append(numbered(0, 200)).block(SOON);
        InFlight inFlight = new InFlight();
        Pipe.join(writer, reader, inFlight::asked, inFlight::answered);
        Core copy = reader.get(CoreOptions.keyed(core.key())).block(SOON);
        copy.update().then(copy.download(BlockRange.of(0, 200)).then()).block(SOON);
        assertThat(inFlight.most()).isBetween(2, 4);
        reader.close().then(writer.close()).block(SOON);
    }

    @Test
    void coreThatAPeerAsksForMeanwhileIsMade() {
        StorageCalls calls = new StorageCalls();
        Corestore reader = Corestores.open(calls.watch(MemoryStorage.create())).block(SOON);
        Corestore writer = Corestores.open(folder).block(SOON);
        Core core = writer.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        calls.pause("open");
        Pipe.join(writer, reader);
        calls.waiting("open").block(SOON);
        Mono<Core> copy = reader.get(core.key()).cache();
        copy.subscribe();
        calls.resume("open");
        assertThat(copy.block(SOON).get(2).block(SOON)).isEqualTo(utf8("block 2"));
        reader.close().then(writer.close()).block(SOON);
    }
}
