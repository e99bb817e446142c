package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.text;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.Appended;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.StoredCoreInfo;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.NotWritableException;
import io.corestore.error.StoreLockedException;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class CorestoreTest extends StoreTest {
    private void reopen() {
        close();
        open();
    }

    private Core get(String name) {
        return store.get(name).block(SOON);
    }

    @Test
    void appendedBlocksAreReadBackInOrder() {
        store.get("log")
                .flatMapMany(core -> core.append(numbered(0, 1_000))
                        .doOnNext(done -> assertThat(done).isEqualTo(new Appended(0, 1_000, done.byteLength())))
                        .thenMany(core.read(BlockRange.all())))
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 1_000))
                .verifyComplete();
    }

    @Test
    void reopenedStoreFindsEverything() {
        Core before = get("log");
        before.append(numbered(0, 100)).block(SOON);
        var info = before.info().block(SOON);
        reopen();
        Core after = get("log");
        assertThat(after.info().block(SOON)).isEqualTo(info);
        assertThat(info.treeHash()).isEqualTo(after.treeHash(100).block(SOON));
        after.append(utf8("more")).block(SOON);
        after.read(BlockRange.from(99))
                .map(Blocks::text)
                .as(StepVerifier::create)
                .expectNext("block 99", "more")
                .verifyComplete();
    }

    @Test
    void appendsStartedAtOnceKeepTheirOrder() {
        Core core = get("log");
        List<Mono<Appended>> appends =
                numbered(0, 5_000).stream().map(core::append).toList();
        Flux.mergeSequential(appends, 5_000, 32)
                .map(Appended::index)
                .as(StepVerifier::create)
                .expectNextSequence(
                        IntStream.range(0, 5_000).mapToObj(i -> (long) i).toList())
                .verifyComplete();
        core.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 5_000))
                .verifyComplete();
    }

    @Test
    void streamIsAppendedBlockByBlock() {
        Core core = get("log");
        core.appendAll(Flux.fromIterable(numbered(0, 3_000)))
                .as(StepVerifier::create)
                .expectNextCount(3_000)
                .verifyComplete();
        assertThat(core.length()).isEqualTo(3_000);
    }

    @Test
    void failedStreamKeepsWhatCameBefore() {
        Core core = get("log");
        core.appendAll(Flux.concat(Flux.fromIterable(numbered(0, 3)), Mono.error(new IllegalStateException("over"))))
                .as(StepVerifier::create)
                .thenConsumeWhile(a -> true)
                .verifyErrorMessage("over");
        core.append(utf8("next")).block(SOON);
        assertThat(core.length()).isEqualTo(4);
    }

    @Test
    void followerSeesWhatIsThereAndWhatComes() {
        Core core = get("log");
        core.append(numbered(0, 3)).block(SOON);
        core.follow(1)
                .take(4)
                .map(Blocks::text)
                .as(StepVerifier::create)
                .expectNext("block 1", "block 2")
                .then(() -> core.append(List.of(utf8("x"), utf8("y"))).block(SOON))
                .expectNext("x", "y")
                .verifyComplete();
    }

    @Test
    void missingBlockEndsAsTheOptionsSay() {
        Core core = get("log");
        core.get(3, ReadOptions.LOCAL).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        core.get(3, ReadOptions.within(Duration.ofMillis(20)))
                .as(StepVerifier::create)
                .verifyError(BlockUnavailableException.class);
    }

    @Test
    void namespacesKeepNamesApartAndChain() {
        Core plain = get("log");
        Core other = store.namespace("a").get("log").block(SOON);
        Core deeper = store.namespace("a").namespace("b").get("log").block(SOON);
        assertThat(List.of(plain.key(), other.key(), deeper.key())).doesNotHaveDuplicates();
        Core again = store.namespace("a").namespace("b").get("log").block(SOON);
        assertThat(again.key()).isEqualTo(deeper.key());
    }

    @Test
    void coreIsFoundByEverySpellingOfItsKey() {
        Core core = get("log");
        core.append(numbered(0, 2)).block(SOON);
        for (CoreKey key : List.of(
                CoreKey.of(core.key().toBytes()),
                CoreKey.parse(core.key().toHex()),
                CoreKey.parse(core.key().toZ32()),
                CoreKey.parse("pear://" + core.key().toZ32() + "/path"))) {
            Core same = store.get(key).block(SOON);
            assertThat(same.length()).isEqualTo(2);
            assertThat(same.writable()).isTrue();
        }
    }

    @Test
    void everyKeyFormatIsCreatedAndFoundAgain() {
        List<CoreKey> keys = new ArrayList<>();
        for (KeyFormat format : KeyFormat.values()) {
            String name = "core-" + format;
            Core core = store.get(CoreOptions.named(name).withKeyFormat(format)).block(SOON);
            core.append(numbered(0, 20)).block(SOON);
            keys.add(core.key());
        }
        assertThat(keys).doesNotHaveDuplicates();
        reopen();
        for (KeyFormat format : KeyFormat.values()) {
            Core core = store.get(CoreOptions.named("core-" + format).withKeyFormat(format))
                    .block(SOON);
            assertThat(core.key()).isEqualTo(keys.get(format.ordinal()));
            core.append(utf8("more")).block(SOON);
            assertThat(core.length()).isEqualTo(21);
        }
    }

    @Test
    void wrongKeyForNameIsAConflict() {
        CoreKey foreign = CoreKey.of(new byte[32]);
        store.get(CoreOptions.named("log").withKey(foreign))
                .as(StepVerifier::create)
                .verifyError(CoreConflictException.class);
    }

    @Test
    void missingCoreIsNotCreatedIfNotAskedTo() {
        store.get(CoreOptions.named("log").withCreateIfMissing(false))
                .as(StepVerifier::create)
                .verifyError(CoreNotFoundException.class);
        assertThat(store.list().collectList().block(SOON)).isEmpty();
    }

    @Test
    void foreignCoreCannotBeWritten() {
        Core core = store.get(CoreKey.of(new byte[32])).block(SOON);
        assertThat(core.writable()).isFalse();
        core.append(utf8("x")).as(StepVerifier::create).verifyError(NotWritableException.class);
    }

    @Test
    void readOnlySessionCannotWrite() {
        Core core = store.get(CoreOptions.named("log").withWritable(false)).block(SOON);
        core.append(utf8("x")).as(StepVerifier::create).verifyError(NotWritableException.class);
    }

    @Test
    void tooLargeBlockIsRefusedAtOnce() {
        Core core = get("log");
        assertThatThrownBy(() -> core.append(ByteBuffer.allocate((15 << 20) + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void secondStoreOnTheFolderIsLockedOut() {
        Corestores.open(folder).as(StepVerifier::create).verifyError(StoreLockedException.class);
    }

    @Test
    void closedStoreSaysSo() {
        Core core = get("log");
        store.close().block(SOON);
        store.get("log").as(StepVerifier::create).verifyError(ClosedException.class);
        core.append(utf8("x")).as(StepVerifier::create).verifyError(ClosedException.class);
        core.get(0).as(StepVerifier::create).verifyError(ClosedException.class);
        store.close().as(StepVerifier::create).verifyComplete();
    }

    @Test
    void lastSessionClosesTheCore() {
        Core first = get("log");
        Core second = first.session().block(SOON);
        first.append(utf8("x")).block(SOON);
        first.close().block(SOON);
        second.append(utf8("y")).block(SOON);
        assertThat(second.length()).isEqualTo(2);
        first.append(utf8("z")).as(StepVerifier::create).verifyError(ClosedException.class);
        second.close().block(SOON);
        assertThat(((StoreSession) store).store().registry().openLogs()).isEmpty();
        assertThat(get("log").length()).isEqualTo(2);
    }

    @Test
    void closedSessionEndsItsFollowers() {
        Core core = get("log");
        core.follow(0)
                .as(StepVerifier::create)
                .then(() -> core.close().block(SOON))
                .verifyError(ClosedException.class);
    }

    @Test
    void closingNamespaceClosesItsSessionsAlone() {
        Core outside = get("log");
        Corestore inner = store.namespace("a");
        Core inside = inner.get("log").block(SOON);
        inner.close().block(SOON);
        inside.append(utf8("x")).as(StepVerifier::create).verifyError(ClosedException.class);
        outside.append(utf8("x")).block(SOON);
        inner.get("log").as(StepVerifier::create).verifyError(ClosedException.class);
    }

    @Test
    void useClosesWhatItOpened() {
        store.use(CoreOptions.named("log"), core -> core.append(utf8("x")))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .verifyComplete();
        assertThat(((StoreSession) store).store().registry().openLogs()).isEmpty();
    }

    @Test
    void cancelledGetLeavesNothingOpen() {
        for (int i = 0; i < 50; i++) {
            Disposable opening = store.get("log-" + i).subscribe();
            opening.dispose();
        }
        // a core got and closed after them shows that their closing is through
        store.use(CoreOptions.named("last"), Core::info).blockLast(SOON);
        store.close().block(SOON);
        assertThat(((StoreSession) store).store().registry().openLogs()).isEmpty();
    }

    @Test
    void everySubscriptionIsASessionOfItsOwn() {
        Mono<Core> get = store.get("log");
        Core first = get.block(SOON);
        Core second = get.block(SOON);
        first.close().block(SOON);
        second.append(utf8("x")).block(SOON);
        assertThat(first).isNotSameAs(second);
    }

    @Test
    void appendsCommittedTogetherKeepTheirContexts() {
        Core core = get("log");
        Flux.range(0, 500)
                .flatMap(
                        i -> core.append(utf8("b" + i))
                                .flatMap(done -> Mono.deferContextual(context -> Mono.just(context.get("number"))))
                                .map(number -> number.equals(i))
                                .contextWrite(context -> context.put("number", i)),
                        500)
                .all(same -> same)
                .as(StepVerifier::create)
                .expectNext(true)
                .verifyComplete();
    }

    @Test
    void eventsTellOfGrowth() {
        Core core = get("log");
        core.events()
                .take(2)
                .as(StepVerifier::create)
                .then(() -> core.append(numbered(0, 2)).block(SOON))
                .then(() -> core.append(utf8("x")).block(SOON))
                .expectNext(new CoreEvent.Grown(2, 14))
                .expectNext(new CoreEvent.Grown(3, 15))
                .verifyComplete();
    }

    @Test
    void listNamesEveryStoredCore() {
        get("one").append(numbered(0, 3)).block(SOON);
        store.namespace("a").get("two").block(SOON);
        store.get(CoreKey.of(new byte[32])).block(SOON);
        assertThat(store.list().collectList().block(SOON))
                .hasSize(3)
                .extracting(StoredCoreInfo::name)
                .containsExactlyInAnyOrder("one", "two", null);
    }

    @Test
    void readingAppendedTextKeepsTheBuffersOfTheCaller() {
        ByteBuffer block = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
        block.position(1).limit(3);
        Core core = get("log");
        core.append(block).block(SOON);
        assertThat(block.position()).isEqualTo(1);
        assertThat(core.get(0).block(SOON)).isEqualTo(ByteBuffer.wrap(new byte[] {2, 3}));
        assertThat(text(core.get(0).block(SOON))).hasSize(2);
    }

    @Test
    void coreKeepsWorkingAfterManySessionsCameAndWent() {
        Flux.range(0, 200)
                .flatMap(i -> store.use(CoreOptions.named("log"), core -> core.append(utf8("b" + i))), 16)
                .as(StepVerifier::create)
                .expectNextCount(200)
                .verifyComplete();
        assertThat(get("log").length()).isEqualTo(200);
    }

    @Test
    void overwrittenPrimaryKeyIsKeptAndCoresStayWritable() {
        Core core = get("log");
        core.append(utf8("x")).block(SOON);
        KeyPair before = store.keyPair("log").block(SOON);
        close();
        byte[] other = new byte[32];
        other[0] = 1;
        store = Corestores.at(folder).overwritePrimaryKey(other).open().block(SOON);
        KeyPair after = store.keyPair("log").block(SOON);
        assertThat(after.publicKey()).isNotEqualTo(before.publicKey());
        assertThat(get("log").length()).isZero();
        reopen();
        assertThat(store.keyPair("log").block(SOON).secretKey()).isEqualTo(after.secretKey());
        Core old = store.get(core.key()).block(SOON);
        assertThat(old.append(utf8("y")).block(SOON).length()).isEqualTo(2);
    }
}
