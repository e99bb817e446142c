package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Appended;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.core.Demand;
import io.corestore.key.CoreKey;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.VolumeKey;
import io.corestore.storage.test.OpenFiles;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
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
                work("download of what comes", core -> core.download(BlockRange.all())));
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
}
