package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.UpgradePart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** Replicas of a core that its owner truncates follow it, and keep what both forks share. */
class ForkTest extends TwoStores {

    @Test
    void sharedBlocksAreKeptAndTheOthersFetchedAnew() {
        Core source = written(100);
        Core copy = joined(source);
        copy.download(BlockRange.of(0, 100)).then().block(SOON);
        source.truncate(50).then(source.append(others(50, 120))).block(SOON);
        atFork(copy, 1, 120);
        assertThat(copy.info().block(SOON).treeHash())
                .isEqualTo(source.info().block(SOON).treeHash());
        assertThat(held(copy)).isEqualTo("1".repeat(50) + "0".repeat(70));
        assertThat(copy.get(70).block(SOON)).isEqualTo(utf8("other 70"));
        copy.download(BlockRange.of(0, 120)).then().block(SOON);
        same(source, copy);
    }

    @Test
    void replicaThatHoldsSingleBlocksFollows() {
        Core source = written(1_000);
        Core copy = joined(source);
        copy.downloadBlocks(List.of(3L, 400L, 700L)).then().block(SOON);
        source.truncate(555).then(source.append(others(555, 600))).block(SOON);
        atFork(copy, 1, 600);
        assertThat(copy.has(3).block(SOON)).isTrue();
        assertThat(copy.has(400).block(SOON)).isTrue();
        copy.download(BlockRange.of(0, 600)).then().block(SOON);
        same(source, copy);
    }

    @Test
    void downloadGoesOnOverAFork() {
        Core source = written(3_000);
        Core copy = joined(source);
        Mono<Void> fork =
                source.truncate(700).then(source.append(others(700, 2_500))).then();
        copy.download(BlockRange.of(0, 2_500))
                .skipUntil(progress -> progress.done() > 900)
                .take(1)
                .concatWith(fork.then(Mono.empty()))
                .blockLast(SOON);
        atFork(copy, 1, 2_500);
        copy.download(BlockRange.of(0, 2_500)).then().block(SOON);
        same(source, copy);
    }

    @Test
    void copyThatKeepsItsForkRefusesLaterOnesAlsoForPeersAlone() {
        Core source = written(100);
        Core copy = reader.get(CoreOptions.keyed(source.key()).withForks(false)).block(SOON);
        Disposable first = Pipe.join(writer, reader);
        copy.download(BlockRange.of(0, 100)).then().block(SOON);
        copy.events()
                .ofType(CoreEvent.ForkRefused.class)
                .as(StepVerifier::create)
                .then(() ->
                        source.truncate(50).then(source.append(others(50, 120))).block(SOON))
                .expectNext(new CoreEvent.ForkRefused(Hash.ZERO.toHex(), 1))
                .thenCancel()
                .verify(SOON);
        assertThat(copy.update().block(SOON)).isFalse();
        assertThat(held(copy)).isEqualTo("1".repeat(100));
        first.dispose();
        reader.close().block(SOON);

        reader = store("reader");
        Core again = reader.get(source.key()).block(SOON);
        Pipe.join(writer, reader);
        assertThat(again.update().block(SOON)).isFalse();
        assertThat(again.length()).isEqualTo(100);
        assertThat(again.fork()).isZero();
        Core follower =
                reader.get(CoreOptions.keyed(source.key()).withForks(true)).block(SOON);
        assertThat(follower.update().block(SOON)).isTrue();
        atFork(follower, 1, 120);
    }

    @Test
    void emptyCopyTakesTheForkItFindsAndKeepsThat() {
        Core source = written(10);
        source.truncate(5).block(SOON);
        Core copy = reader.get(CoreOptions.keyed(source.key()).withForks(false)).block(SOON);
        Pipe.join(writer, reader);
        atFork(copy, 1, 5);
        source.truncate(3).block(SOON);
        source.append(utf8("x")).block(SOON);
        assertThat(copy.update().block(SOON)).isFalse();
        assertThat(copy.fork()).isEqualTo(1);
    }

    @Test
    void manyForksOneAfterTheOther() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Core source = written(50);
        Core copy = joined(source);
        copy.download(BlockRange.all()).subscribe();
        for (int fork = 1; fork <= 40; fork++) {
            int length = random.nextInt((int) source.length());
            int end = length + 1 + random.nextInt(60);
            source.truncate(length).then(source.append(others(length, end))).block(SOON);
        }
        source.append(others(0, 10)).block(SOON);
        atFork(copy, 40, source.length());
        copy.download(BlockRange.of(0, source.length())).then().block(SOON);
        assertThat(copy.info().block(SOON).treeHash())
                .as("seed %s", seed)
                .isEqualTo(source.info().block(SOON).treeHash());
        same(source, copy);
    }

    @Test
    void forkThatIsLeftWhileItIsSearchedIsNoReasonNotToFollowTheNext() {
        Core source = written(100);
        Core copy = reader.get(source.key()).block(SOON);
        Sinks.One<Message> late = Sinks.one();
        AtomicBoolean offered = new AtomicBoolean();
        Pipe.change(
                writer,
                reader,
                said -> said.concatMap(told -> {
                    if (provesFork(told, 1)) {
                        late.tryEmitValue(told);
                        return Mono.empty();
                    }
                    if (!isOffer(told, 2, 90)) {
                        return isOffer(told, 1, 50)
                                ? Mono.empty()
                                : Mono.just(told); // all of it is shared, nothing to search
                    }
                    return offered.getAndSet(true)
                            ? Mono.empty()
                            : Mono.just(told).concatWith(late.asMono());
                }));
        copy.download(BlockRange.of(0, 100)).then().block(SOON);
        source.truncate(50).then(source.append(others(50, 120))).block(SOON);
        late.asMono()
                .then(source.truncate(30))
                .then(source.append(others(30, 90)))
                .block(SOON);
        atFork(copy, 2, 90);
        copy.download(BlockRange.of(0, 90)).then().block(SOON);
        same(source, copy);
    }

    @Test
    void whatWasFollowedIsThereAfterReopening() {
        Core source = written(100);
        Core copy = joined(source);
        copy.download(BlockRange.of(0, 100)).then().block(SOON);
        source.truncate(64).then(source.append(others(64, 80))).block(SOON);
        atFork(copy, 1, 80);
        copy.download(BlockRange.of(0, 80)).then().block(SOON);
        reader.close().block(SOON);
        reader = store("reader");
        same(source, reader.get(source.key()).block(SOON));
    }

    @Test
    void forkThatTheOwnerDidNotSignIsNotFollowed() {
        Core source = written(20);
        Core copy = reader.get(source.key()).block(SOON);
        Pipe.change(writer, reader, said -> said.map(ForkTest::forged));
        copy.update().then(copy.download(BlockRange.of(0, 20)).then()).block(SOON);
        Mono<CoreEvent> refused = copy.events()
                .filter(CoreEvent.VerificationFailed.class::isInstance)
                .next();
        refused.as(StepVerifier::create)
                .then(() ->
                        source.truncate(10).then(source.append(others(10, 30))).block(SOON))
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        assertThat(copy.fork()).isZero();
        assertThat(copy.length()).isEqualTo(20);
    }

    /** The writer's core with so many blocks. */
    private Core written(int blocks) {
        Core source = writer.get("log").block(SOON);
        source.append(numbered(0, blocks)).block(SOON);
        return source;
    }

    /** The reader's copy, as long as the writer's core and connected to it. */
    private Core joined(Core source) {
        Core copy = reader.get(source.key()).block(SOON);
        Pipe.join(writer, reader);
        copy.update().block(SOON);
        return copy;
    }

    private static boolean provesFork(Message said, long fork) {
        return said instanceof Data data && data.upgrade() != null && data.fork() == fork;
    }

    private static boolean isOffer(Message said, long fork, long length) {
        return said instanceof Message.Sync sync && sync.fork() == fork && sync.length() == length;
    }

    private static Message forged(Message said) {
        if (!(said instanceof Data data) || data.upgrade() == null || data.fork() == 0) {
            return said;
        }
        UpgradePart tree = data.upgrade();
        ByteBuffer wrong = ByteBuffer.allocate(tree.signature().remaining())
                .put(tree.signature().duplicate())
                .flip();
        wrong.put(wrong.limit() - 1, (byte) (wrong.get(wrong.limit() - 1) ^ 1));
        UpgradePart forged = new UpgradePart(tree.start(), tree.length(), tree.nodes(), tree.additionalNodes(), wrong);
        return new Data(
                data.channel(),
                data.request(),
                data.fork(),
                data.block(),
                data.hash(),
                data.seek(),
                forged,
                data.manifest());
    }

    private static void atFork(Core core, long fork, long length) {
        CoreStates.until(core, now -> now.fork() == fork && now.length() == length)
                .block(SOON);
    }

    private static void same(Core source, Core copy) {
        assertThat(copy.info().block(SOON).treeHash())
                .isEqualTo(source.info().block(SOON).treeHash());
        assertThat(copy.read(BlockRange.of(0, source.length())).collectList().block(SOON))
                .isEqualTo(source.read(BlockRange.of(0, source.length()))
                        .collectList()
                        .block(SOON));
    }

    private static String held(Core core) {
        StringBuilder held = new StringBuilder();
        for (long block = 0; block < core.length(); block++) {
            held.append(core.has(block).block(SOON) ? '1' : '0');
        }
        return held.toString();
    }

    private static List<ByteBuffer> others(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> utf8("other " + i)).toList();
    }
}
