package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.DownloadProgress;
import io.corestore.ReadOptions;
import io.corestore.StorageSizes;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.NotWritableException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** {@link Core#clear} and {@link Core#compact}: blocks given up, tree and length kept. */
class ClearTest extends StoreTest {
    @Test
    void clearedBlocksAreMissingAndAllElseStays() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 50)).block(SOON);
        var hash = core.info().block(SOON).treeHash();
        core.events()
                .take(1)
                .as(StepVerifier::create)
                .then(() -> assertThat(core.clear(BlockRange.of(10, 20)).block(SOON))
                        .isEqualTo(72))
                .expectNext(new CoreEvent.Cleared(BlockRange.of(10, 20)))
                .verifyComplete();
        assertThat(core.has(BlockRange.of(0, 10)).block(SOON)).isTrue();
        assertThat(core.has(10).block(SOON)).isFalse();
        assertThat(core.contiguousLength()).isEqualTo(10);
        core.get(15, ReadOptions.LOCAL).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        close();
        open();
        Core again = store.get("log").block(SOON);
        assertThat(again.info().block(SOON).treeHash()).isEqualTo(hash);
        assertThat(again.length()).isEqualTo(50);
        assertThat(again.contiguousLength()).isEqualTo(10);
        again.read(BlockRange.of(20, 50))
                .as(StepVerifier::create)
                .expectNextSequence(numbered(20, 50))
                .verifyComplete();
    }

    @Test
    void clearCountsEachBlockOnce() {
        Core core = store.get("log").block(SOON);
        core.append(Blocks.sized(100, 1_000)).block(SOON);
        assertThat(core.clear(5).block(SOON)).isEqualTo(1_000);
        assertThat(core.clear(BlockRange.of(0, 10)).block(SOON)).isEqualTo(9_000);
        assertThat(core.clear(BlockRange.of(0, 10)).block(SOON)).isZero();
        assertThat(core.clear(BlockRange.from(90)).block(SOON)).isEqualTo(10_000);
        assertThat(core.sizes().block(SOON))
                .extracting(StorageSizes::blocks, StorageSizes::blockBytes)
                .containsExactly(80L, 80_000L);
    }

    @Test
    void clearedBlocksComeBackFromAPeer() {
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core source = store.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        Core copy = other.get(source.key()).block(SOON);
        Pipe.join(store, other);
        copy.download(BlockRange.of(0, 100)).blockLast(SOON);
        source.clear(BlockRange.of(30, 60)).block(SOON);
        assertThat(source.get(42).block(SOON)).isEqualTo(utf8("block 42"));
        copy.clear(BlockRange.all()).block(SOON);
        assertThat(copy.get(0).block(SOON)).isEqualTo(utf8("block 0"));
        other.close().block(SOON);
    }

    @Test
    void compactKeepsWhatIsStoredAndReadersGoOn() {
        Core core = store.get("log").block(SOON);
        core.append(Blocks.sized(1_000, 1_000)).block(SOON);
        core.clear(BlockRange.of(0, 500)).block(SOON);
        core.clear(BlockRange.of(700, 1_000)).block(SOON);
        assertThat(core.compact().block(SOON)).isEqualTo(800_000);
        core.append(List.of(utf8("after"))).block(SOON);
        List<java.nio.ByteBuffer> expected = Blocks.sized(1_000, 1_000).subList(500, 700);
        core.read(BlockRange.of(500, 700))
                .as(StepVerifier::create)
                .expectNextSequence(expected)
                .verifyComplete();
        close();
        open();
        Core again = store.get("log").block(SOON);
        again.read(BlockRange.of(500, 700))
                .as(StepVerifier::create)
                .expectNextSequence(expected)
                .verifyComplete();
        assertThat(again.get(1_000).block(SOON)).isEqualTo(utf8("after"));
    }

    @Test
    void sessionsThatOnlyReadGiveNothingUp() {
        store.get("log").flatMap(core -> core.append(numbered(0, 3))).block(SOON);
        Core reader = store.get(CoreOptions.named("log").withWritable(false)).block(SOON);
        reader.clear(0).as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.compact().as(StepVerifier::create).verifyError(NotWritableException.class);
        reader.setUserData("a", utf8("b")).as(StepVerifier::create).verifyError(NotWritableException.class);
        assertThat(reader.has(0).block(SOON)).isTrue();
    }

    @Test
    void downloadFetchesWhatWasCleared() {
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core source = store.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        Core copy = other.get(source.key()).block(SOON);
        Pipe.join(store, other);
        copy.download(BlockRange.of(0, 100)).blockLast(SOON);
        copy.clear(BlockRange.of(20, 40)).block(SOON);
        DownloadProgress last = copy.download(BlockRange.of(0, 100)).blockLast(SOON);
        assertThat(last.done()).isEqualTo(100);
        assertThat(last.fetchedBlocks()).isEqualTo(20);
        copy.clear(BlockRange.of(0, 100)).block(SOON);
        assertThat(copy.downloadBlocks(List.of(33L, 34L)).blockLast(SOON).done())
                .isEqualTo(2);
        other.close().block(SOON);
    }

    @Test
    void downloadUnderWayFetchesWhatIsClearedMeanwhile() throws Exception {
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core source = store.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        Core copy = other.get(source.key()).block(SOON);
        Pipe.join(store, other);
        CompletableFuture<Void> all =
                copy.download(BlockRange.of(0, 110)).then().toFuture();
        copy.downloadBlocks(List.of(99L)).then(copy.get(50)).block(SOON);
        copy.clear(BlockRange.of(40, 60)).block(SOON);
        source.append(numbered(100, 110)).block(SOON);
        all.get(10, TimeUnit.SECONDS);
        assertThat(copy.contiguousLength()).isEqualTo(110);
        other.close().block(SOON);
    }

    @Test
    void peerOfAClearedCoreWaitsForWhoHasTheBlocks() {
        Corestore holder = Corestores.open(folder.resolve("holder")).block(SOON);
        Corestore other = Corestores.open(folder.resolve("other")).block(SOON);
        Core source = store.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        Core held = holder.get(source.key()).block(SOON);
        var link = Pipe.join(store, holder);
        held.download(BlockRange.of(0, 100)).blockLast(SOON);
        link.dispose();
        source.clear(BlockRange.of(30, 60)).block(SOON);
        Core copy = other.get(source.key()).block(SOON);
        Pipe.join(store, other);
        copy.read(BlockRange.of(28, 62))
                .as(StepVerifier::create)
                .expectNextSequence(numbered(28, 30))
                .then(() -> assertThat(copy.get(60).block(SOON)).isEqualTo(utf8("block 60")))
                .then(() -> assertThat(copy.has(30).block(SOON)).isFalse())
                .then(() -> Pipe.join(holder, other))
                .expectNextSequence(numbered(30, 62))
                .expectComplete()
                .verify(SOON);
        other.close().then(holder.close()).block(SOON);
    }
}
