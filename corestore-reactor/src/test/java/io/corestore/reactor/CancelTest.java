package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Appended;
import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.CoreBatch;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Signer;
import io.corestore.StoredCoreInfo;
import io.corestore.core.Demand;
import io.corestore.crypto.Ed25519;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.VolumeKey;
import io.corestore.storage.test.OpenFiles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What cancel does, operation by operation. */
class CancelTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CoreKey FOREIGN = CoreKey.of(new byte[32]);

    private final StorageCalls calls = new StorageCalls();
    private final OpenFiles files = new OpenFiles(new MemoryVolume());
    private Corestore store;

    @BeforeEach
    void open() {
        StorageOptions options = StorageOptions.on(IoScheduler.create("corestore-test", 4));
        store = Corestores.open(calls.watch(new Corestore6(files, new VolumeKey(files), options)))
                .block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
        assertThat(files.names()).isEmpty();
    }

    @Test
    void waitingAppendIsTakenBackAndAStartedOneIsNot() {
        Core core = get("log");
        calls.pause("commit");
        Disposable started = core.append(utf8("started")).subscribe();
        calls.waiting("commit").block(SOON);
        Disposable waiting = core.append(utf8("taken back")).subscribe();
        Mono<Appended> kept = core.append(utf8("kept")).cache();
        kept.subscribe();
        waiting.dispose();
        started.dispose();
        calls.resume("commit");
        assertThat(kept.block(SOON).index()).isEqualTo(1);
        core.read(BlockRange.all())
                .map(Blocks::text)
                .as(StepVerifier::create)
                .expectNext("started", "kept")
                .verifyComplete();
    }

    @Test
    void cancelledStreamKeepsABeginningOfIt() {
        Core core = get("log");
        List<ByteBuffer> blocks = Blocks.numbered(0, 5_000);
        core.appendAll(Flux.fromIterable(blocks)).take(100).blockLast(SOON);
        core.append(utf8("last")).block(SOON);
        long kept = core.length() - 1;
        assertThat(kept).isBetween(100L, 5_000L);
        core.read(BlockRange.of(0, kept))
                .as(StepVerifier::create)
                .expectNextSequence(blocks.subList(0, (int) kept))
                .verifyComplete();
    }

    @Test
    void cancelledStreamCancelsItsSource() {
        Core core = get("log");
        Sinks.Empty<Void> cancelled = Sinks.empty();
        core.appendAll(Flux.<ByteBuffer>never().doOnCancel(cancelled::tryEmitEmpty))
                .subscribe()
                .dispose();
        cancelled.asMono().as(StepVerifier::create).expectComplete().verify(SOON);
    }

    static Stream<Arguments> waitingForBlocks() {
        return Stream.of(
                work("get", core -> core.get(5)),
                work("read", core -> core.read(BlockRange.of(0, 10))),
                work("follow", core -> core.follow(0)),
                work("download", core -> core.download(BlockRange.of(0, 10))),
                work("download of what comes", core -> core.download(BlockRange.all())),
                work("downloadBlocks", core -> core.downloadBlocks(List.of(5L, 7L))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waitingForBlocks")
    void cancelWithdrawsWhatWasWanted(String name, Function<Core, Publisher<?>> work) {
        CoreSession core = (CoreSession) store.get(FOREIGN).block(SOON);
        Demand demand = core.log().demand();
        Disposable first = Flux.from(work.apply(core)).subscribe();
        Disposable second = Flux.from(work.apply(core)).subscribe();
        first.dispose();
        assertThat(demand.isEmpty()).isFalse();
        second.dispose();
        assertThat(demand.isEmpty()).isTrue();
    }

    @Test
    void cancelledListenerIsForgotten() {
        CoreSession core = (CoreSession) get("log");
        Disposable listening = core.events().subscribe();
        assertThat(core.log().hasEventSubscribers()).isTrue();
        listening.dispose();
        assertThat(core.log().hasEventSubscribers()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "create", "load"})
    void cancelledOpeningOfANewCoreClosesIt(String step) {
        cancelWhileOpening(CoreOptions.named("log"), step);
        store.use(CoreOptions.named("log"), core -> core.append(utf8("x"))).blockLast(SOON);
        assertNothingIsOpen();
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "load", "commit"})
    void cancelledOpeningOfAStoredCoreClosesIt(String step) {
        // a core first opened by key learns its name by a commit
        CoreKey key = new CoreKey(store.keyPair("log").block(SOON).publicKey());
        CoreOptions named = CoreOptions.named("log").withKeyFormat(CoreOptions.KeyFormat.COMPAT);
        store.use(CoreOptions.keyed(key), Core::info).blockLast(SOON);
        cancelWhileOpening(named, step);
        store.use(named, core -> core.append(utf8("x"))).blockLast(SOON);
        assertNothingIsOpen();
    }

    @Test
    void cancelOfOneWhoOpensLeavesTheOthers() {
        calls.pause("load");
        Disposable impatient = store.get("log").subscribe();
        Mono<Core> patient = store.get("log").cache();
        patient.subscribe();
        calls.waiting("load").block(SOON);
        impatient.dispose();
        calls.resume("load");
        Core core = patient.block(SOON);
        assertThat(core.append(utf8("x")).block(SOON).length()).isEqualTo(1);
        core.close().block(SOON);
        assertNothingIsOpen();
    }

    @Test
    void cancelledUseCancelsTheWorkAndCloses() {
        Sinks.Empty<Void> begun = Sinks.empty();
        Sinks.Empty<Void> cancelled = Sinks.empty();
        Disposable using = store.use(
                        CoreOptions.named("log"),
                        core -> Mono.never()
                                .doOnSubscribe(s -> begun.tryEmitEmpty())
                                .doOnCancel(cancelled::tryEmitEmpty))
                .subscribe();
        begun.asMono().block(SOON);
        using.dispose();
        cancelled.asMono().as(StepVerifier::create).expectComplete().verify(SOON);
        store.use(CoreOptions.named("log"), Core::info).blockLast(SOON);
        assertNothingIsOpen();
    }

    @Test
    void cancelledCloseIsFinishedAllTheSame() {
        Core core = get("log");
        core.append(utf8("x")).block(SOON);
        calls.pause("checkpoint");
        Disposable closing = core.close().subscribe();
        calls.waiting("checkpoint").block(SOON);
        closing.dispose();
        calls.resume("checkpoint");
        core.close().block(SOON);
        assertNothingIsOpen();
    }

    private void cancelWhileOpening(CoreOptions options, String step) {
        calls.pause(step);
        Disposable opening = store.get(options).subscribe();
        calls.waiting(step).block(SOON);
        opening.dispose();
        calls.resume(step);
    }

    private void assertNothingIsOpen() {
        assertThat(((StoreSession) store).store().registry().openLogs()).isEmpty();
        assertThat(files.names()).isEmpty();
    }

    private Core get(String name) {
        return store.get(name).block(SOON);
    }

    private static Arguments work(String name, Function<Core, Publisher<?>> work) {
        return Arguments.of(name, work);
    }

    @Test
    void cancelWithdrawsTheBytesWanted() {
        CoreSession core = (CoreSession) get("log");
        core.append(Blocks.numbered(0, 3)).then(core.clear(1)).block(SOON);
        Disposable reading = core.readBytes(ByteRange.of(8, 10)).subscribe();
        await(() -> !core.log().demand().isEmpty());
        reading.dispose();
        assertThat(core.log().demand().isEmpty()).isTrue();
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("truncate", "commit", core -> core.truncate(1), core -> core.fork() == 1),
                change("clear", "commit", core -> core.clear(0), core -> !has(core, 0)),
                change(
                        "setUserData",
                        "commit",
                        core -> core.setUserData("key", utf8("value")),
                        core -> core.userData("key").block(SOON) != null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void waitingChangeIsTakenBack(
            String name, String step, Function<Core, Mono<?>> change, Predicate<Core> isCarriedOut) {
        Core core = get("log");
        core.append(Blocks.numbered(0, 3)).block(SOON);
        calls.pause(step);
        Disposable started = core.append(utf8("started")).subscribe();
        calls.waiting(step).block(SOON);
        change.apply(core).subscribe().dispose();
        calls.resume(step);
        core.append(utf8("last")).block(SOON);
        await(started::isDisposed);
        assertThat(isCarriedOut.test(core)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void startedChangeIsCarriedOut(
            String name, String step, Function<Core, Mono<?>> change, Predicate<Core> isCarriedOut) {
        Core core = get("log");
        core.append(Blocks.numbered(0, 3)).block(SOON);
        calls.pause(step);
        Disposable started = change.apply(core).subscribe();
        calls.waiting(step).block(SOON);
        started.dispose();
        calls.resume(step);
        core.append(utf8("last")).block(SOON);
        assertThat(isCarriedOut.test(core)).isTrue();
    }

    @Test
    void waitingCompactionIsTakenBackAndAStartedOneIsNot() {
        Core core = get("log");
        core.append(Blocks.numbered(0, 3)).then(core.clear(1)).block(SOON);
        calls.pause("compact");
        Disposable started = core.compact().subscribe();
        calls.waiting("compact").block(SOON);
        core.compact().subscribe().dispose();
        started.dispose();
        calls.resume("compact");
        assertThat(core.append(utf8("last")).block(SOON).index()).isEqualTo(3);
        assertThat(calls.count("compact")).isEqualTo(1);
        assertThat(core.get(2).block(SOON)).isEqualTo(utf8("block 2"));
    }

    @Test
    void waitingFlushIsTakenBackAndTheBatchStays() {
        Core core = get("log");
        CoreBatch batch = core.batch().block(SOON);
        batch.append(Blocks.numbered(0, 3)).block(SOON);
        calls.pause("commit");
        core.setUserData("key", utf8("value")).subscribe();
        calls.waiting("commit").block(SOON);
        batch.flush().subscribe().dispose();
        calls.resume("commit");
        core.setUserData("key", utf8("other")).block(SOON);
        assertThat(core.length()).isZero();
        assertThat(batch.flush().block(SOON).length()).isEqualTo(3);
    }

    @Test
    void startedFlushIsCommitted() {
        Core core = get("log");
        CoreBatch batch = core.batch().block(SOON);
        batch.append(Blocks.numbered(0, 3)).block(SOON);
        calls.pause("commit");
        Disposable flushing = batch.flush().subscribe();
        calls.waiting("commit").block(SOON);
        flushing.dispose();
        calls.resume("commit");
        assertThat(core.append(utf8("last")).block(SOON).index()).isEqualTo(3);
    }

    @Test
    void appendThatWaitsForASlowSignatureIsCommitted() {
        Sinks.Empty<Void> asked = Sinks.empty();
        Sinks.Empty<Void> signed = Sinks.empty();
        KeyPair pair = Ed25519.fromSeed(new byte[32]);
        CoreOptions options =
                CoreOptions.owned(KeyPair.publicOnly(pair.publicKey())).withSigner(slow(pair, asked, signed.asMono()));
        Core core = store.get(options).block(SOON);
        Disposable appending = core.append(utf8("slow")).subscribe();
        asked.asMono().block(SOON);
        appending.dispose();
        signed.tryEmitEmpty();
        assertThat(core.append(utf8("next")).block(SOON).index()).isEqualTo(1);
        assertThat(core.get(0).block(SOON)).isEqualTo(utf8("slow"));
    }

    private static Signer slow(KeyPair pair, Sinks.Empty<Void> asked, Mono<Void> signed) {
        return new Signer() {
            @Override
            public Hash publicKey() {
                return pair.publicKey();
            }

            @Override
            public Mono<byte[]> sign(byte[] message) {
                return signed.doOnSubscribe(s -> asked.tryEmitEmpty())
                        .then(Mono.fromSupplier(() -> Ed25519.sign(pair, message)));
            }
        };
    }

    @Test
    void cancelledAuditOfAStoreClosesTheCoreItIsAt() {
        store.use(CoreOptions.named("log"), core -> core.append(utf8("x"))).blockLast(SOON);
        calls.pause("readBlocks");
        Disposable auditing = store.audit(AuditMode.DRY_RUN).subscribe();
        calls.waiting("readBlocks").block(SOON);
        auditing.dispose();
        calls.resume("readBlocks");
        store.use(CoreOptions.named("log"), core -> core.append(utf8("y"))).blockLast(SOON);
        assertNothingIsOpen();
    }

    @Test
    void cancelledListOfANamespaceLeavesNothingOpen() {
        Flux.range(0, 10)
                .concatMap(i -> store.use(CoreOptions.named("core-" + i), core -> core.append(utf8("x"))))
                .blockLast(SOON);
        store.list(Hash.ZERO)
                .map(StoredCoreInfo::length)
                .take(1)
                .as(StepVerifier::create)
                .expectNext(1L)
                .verifyComplete();
        assertNothingIsOpen();
    }

    private static boolean has(Core core, long block) {
        return core.has(block).block(SOON);
    }

    private static Arguments change(
            String name, String step, Function<Core, Mono<?>> change, Predicate<Core> isCarriedOut) {
        return Arguments.of(name, step, change, isCarriedOut);
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(5))
                .filter(tick -> condition.getAsBoolean())
                .blockFirst(SOON);
    }
}
