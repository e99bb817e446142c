package io.corestore.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Codec;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.GroupUpdate;
import io.corestore.key.Hash;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What a subscriber does not ask for is not read. */
class DemandTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int RUN = 16;
    private static final int RUNS = 6;
    private static final int BLOCK_BYTES = 64 << 10;
    private static final int CORES = 50;
    private static final int CORES_AHEAD = 6;
    private static final int SETTLING = 20;
    private static final int UPDATES = 1_000;

    private final StorageCalls calls = new StorageCalls();
    private Corestore store;
    private Core core;
    private int readsOfTheTest;

    @BeforeEach
    void open() {
        store = Corestores.open(calls.watch(MemoryStorage.create())).block(SOON);
        core = store.get("log").block(SOON);
        core.append(Blocks.sized(RUN * RUNS, BLOCK_BYTES)).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    static Stream<Arguments> streamsOfBlocks() {
        return Stream.of(
                stream("read", core -> core.read(BlockRange.all())),
                stream("readBytes", core -> core.readBytes(ByteRange.all())),
                stream("follow", core -> core.follow(0)),
                stream("typed read", core -> core.as(Codec.bytes()).read(BlockRange.all())),
                stream("typed follow", core -> core.as(Codec.bytes()).follow(0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamsOfBlocks")
    void oneBlockCostsOneRun(String name, Function<Core, Flux<?>> stream) {
        stream.apply(core)
                .as(flux -> StepVerifier.create(flux, 1))
                .expectNextCount(1)
                .then(() -> assertThat(runsRead()).isEqualTo(1))
                .thenRequest(RUN - 3)
                .expectNextCount(RUN - 3)
                .then(() -> assertThat(runsRead()).isEqualTo(1))
                .thenRequest(RUN)
                .expectNextCount(RUN)
                .then(() -> assertThat(runsRead()).isEqualTo(2))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void nodesOfAForkThatKeepsAllBlocksAreReadOnce() {
        core.truncate(core.length()).block(SOON);
        core.seek(1).block(SOON);
        int once = calls.count("readNodes");
        core.seek(1).block(SOON);
        assertThat(calls.count("readNodes")).isEqualTo(once);
    }

    @Test
    void cancelledReadReadsNoFurther() {
        core.read(BlockRange.all())
                .take(3)
                .as(StepVerifier::create)
                .expectNextCount(3)
                .verifyComplete();
        assertThat(runsRead()).isEqualTo(1);
    }

    static Stream<Arguments> streamsOfCores() {
        return Stream.of(
                Arguments.of("list", "peek", streamOfCores(Corestore::list)),
                Arguments.of("list of a namespace", "peek", streamOfCores(store -> store.list(Hash.ZERO))),
                Arguments.of("audit", "load", streamOfCores(store -> store.audit(AuditMode.DRY_RUN))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamsOfCores")
    void oneCoreOfManyCostsTheReadingOfAFew(String name, String call, Function<Corestore, Flux<?>> stream) {
        Flux.range(0, CORES)
                .concatMap(i -> store.use(CoreOptions.named("core-" + i), Core::info))
                .blockLast(SOON);
        int before = calls.count(call);
        stream.apply(store)
                .as(cores -> StepVerifier.create(cores, 1))
                .expectNextCount(1)
                .then(this::settle)
                .then(() -> assertThat(calls.count(call) - before).isBetween(1, CORES_AHEAD))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void growthOfAGroupThatNobodyTakesIsNotKept() {
        Core grouped =
                store.get(CoreOptions.named("grouped").withGroup(Hash.ZERO)).block(SOON);
        List<GroupUpdate> taken = new ArrayList<>();
        store.group(Hash.ZERO)
                .doOnNext(taken::add)
                .as(updates -> StepVerifier.create(updates, 0))
                .expectSubscription()
                .then(() -> Flux.range(0, UPDATES)
                        .concatMap(i -> grouped.append(Blocks.utf8("x")))
                        .blockLast(SOON))
                .thenRequest(UPDATES)
                .thenConsumeWhile(update -> update.length() < UPDATES)
                .thenCancel()
                .verify(SOON);
        assertThat(taken).hasSizeLessThan(UPDATES);
        assertThat(taken.get(taken.size() - 1).length()).isEqualTo(UPDATES);
    }

    @Test
    void progressOfADownloadThatNobodyTakesIsSkippedButForTheLast() {
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core copy = other.get(core.key()).block(SOON);
        Pipe.join(store, other);
        List<Long> wanted = LongStream.range(0, RUN * RUNS).boxed().toList();
        copy.downloadBlocks(wanted)
                .as(progress -> StepVerifier.create(progress, 1))
                .assertNext(first -> assertThat(first.done()).isZero())
                .then(() -> copy.read(BlockRange.of(0, RUN * RUNS)).blockLast(SOON))
                .thenRequest(Long.MAX_VALUE)
                .thenConsumeWhile(next -> next.done() < next.total())
                .thenConsumeWhile(last -> last.done() == last.total())
                .expectComplete()
                .verify(SOON);
        other.close().block(SOON);
    }

    @Test
    void outcomesThatNobodyTakesHoldBackTheStream() {
        AtomicLong taken = new AtomicLong();
        Flux<ByteBuffer> endless = Flux.<ByteBuffer>generate(sink -> sink.next(Blocks.utf8("block")))
                .doOnNext(block -> taken.incrementAndGet());
        long before = core.length();
        core.appendAll(endless)
                .as(outcomes -> StepVerifier.create(outcomes, 0))
                .expectSubscription()
                .then(() -> core.get(before + 999).block(SOON))
                .then(this::settle)
                .then(() -> assertThat(taken.get()).isBetween(1_000L, 1_002L))
                .thenRequest(500)
                .expectNextCount(500)
                .then(() -> core.get(before + 1_499).block(SOON))
                .then(this::settle)
                .then(() -> assertThat(taken.get()).isBetween(1_500L, 1_502L))
                .thenCancel()
                .verify(SOON);
    }

    /** Reads of runs so far, those under way among them. */
    private int runsRead() {
        settle();
        return calls.count("readBlocks") - readsOfTheTest;
    }

    /** Goes the ways that others may still be on, several times. */
    private void settle() {
        Flux.range(0, SETTLING).concatMap(i -> core.get(i)).blockLast(SOON);
        readsOfTheTest += SETTLING;
    }

    private static Function<Corestore, Flux<?>> streamOfCores(Function<Corestore, Flux<?>> stream) {
        return stream;
    }

    private static Arguments stream(String name, Function<Core, Flux<?>> stream) {
        return Arguments.of(name, stream);
    }
}
