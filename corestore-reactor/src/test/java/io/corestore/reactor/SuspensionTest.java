package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.StoredCoreInfo;
import io.corestore.error.ClosedException;
import io.corestore.error.StoreLockedException;
import io.corestore.error.SuspendedException;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** A store that lends its folder to another one and goes on afterwards. */
class SuspensionTest extends StoreTest {
    private void suspend() {
        store.suspend().block(SOON);
    }

    private void resume() {
        store.resume().block(SOON);
    }

    private void meanwhile(java.util.function.Function<Corestore, Mono<?>> work) {
        suspend();
        Corestore other = Corestores.open(folder).block(SOON);
        work.apply(other).block(SOON);
        other.close().block(SOON);
        resume();
    }

    @Test
    void suspendedStoreTouchesNoFileAndSaysSo() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        suspend();
        core.append(utf8("x")).as(StepVerifier::create).verifyError(SuspendedException.class);
        core.get(0).as(StepVerifier::create).verifyError(SuspendedException.class);
        store.get("other").as(StepVerifier::create).verifyError(SuspendedException.class);
        assertThat(core.length()).isEqualTo(3);
    }

    @Test
    void resumedStoreGoesOnWhereItWas() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        suspend();
        resume();
        core.append(utf8("x")).block(SOON);
        core.read(BlockRange.all()).as(StepVerifier::create).expectNextCount(4).verifyComplete();
        store.get("other").block(SOON).append(utf8("y")).block(SOON);
    }

    @Test
    void bothMayBeCalledAgain() {
        Flux.concat(store.resume(), store.suspend(), store.suspend(), store.resume(), store.resume())
                .as(StepVerifier::create)
                .verifyComplete();
        Mono.when(store.suspend(), store.resume(), store.suspend(), store.resume())
                .as(StepVerifier::create)
                .verifyComplete();
        assertThat(store.get("log").block(SOON).append(utf8("x")).block(SOON).length())
                .isEqualTo(1);
    }

    @Test
    void anotherStoreTakesTheFolderMeanwhile() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        suspend();
        Corestore other = Corestores.open(folder).block(SOON);
        assertThat(other.get("log").block(SOON).length()).isEqualTo(3);
        store.resume().as(StepVerifier::create).verifyError(StoreLockedException.class);
        core.append(utf8("x")).as(StepVerifier::create).verifyError(SuspendedException.class);
        other.close().block(SOON);
        resume();
        assertThat(core.append(utf8("x")).block(SOON).length()).isEqualTo(4);
    }

    @Test
    void coreThatWasChangedMeanwhileIsToBeOpenedAgain() {
        Core changed = store.get("changed").block(SOON);
        Core same = store.get("same").block(SOON);
        Flux.just(changed, same).concatMap(core -> core.append(numbered(0, 3))).blockLast(SOON);
        meanwhile(other -> other.get("changed").flatMap(core -> core.append(utf8("theirs"))));
        changed.append(utf8("ours"))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(ClosedException.class).hasMessageContaining("open it again"));
        assertThat(same.append(utf8("x")).block(SOON).length()).isEqualTo(4);
        Core again = store.get("changed").block(SOON);
        assertThat(again.get(3).block(SOON)).isEqualTo(utf8("theirs"));
        assertThat(again.append(utf8("ours")).block(SOON).length()).isEqualTo(5);
    }

    @Test
    void clearedAndTruncatedCoresCountAsChanged() {
        Core cleared = store.get("cleared").block(SOON);
        Core truncated = store.get("truncated").block(SOON);
        Flux.just(cleared, truncated)
                .concatMap(core -> core.append(numbered(0, 3)))
                .blockLast(SOON);
        meanwhile(other -> other.get("cleared")
                .flatMap(core -> core.clear(1))
                .then(other.get("truncated").flatMap(core -> core.truncate(2).then(core.append(numbered(2, 3))))));
        assertThat(cleared.isClosed()).isTrue();
        assertThat(truncated.isClosed()).isTrue();
    }

    @Test
    void listingSeesWhatTheOtherDid() {
        store.get("log").block(SOON).close().block(SOON);
        assertThat(store.list().map(StoredCoreInfo::length).collectList().block(SOON))
                .containsExactly(0L);
        meanwhile(other -> other.get("log").flatMap(core -> core.append(utf8("x"))));
        assertThat(store.list().map(StoredCoreInfo::length).collectList().block(SOON))
                .containsExactly(1L);
    }

    @Test
    void appendsUnderWayAreWrittenOutOrRefused() {
        Core core = store.get("log").block(SOON);
        Mono<Long> written = Flux.range(0, 500)
                .flatMap(
                        i -> core.append(utf8("b" + i)).onErrorResume(SuspendedException.class, e -> Mono.empty()), 500)
                .count();
        Long acknowledged = Mono.zip(written, store.suspend().thenReturn(1))
                .map(both -> both.getT1())
                .block(SOON);
        assertThat(core.length()).isEqualTo(acknowledged);
        resume();
        assertThat(core.isClosed()).isFalse();
        assertThat(core.append(utf8("x")).block(SOON).length()).isEqualTo(acknowledged + 1);
    }

    @Test
    void suspendedStoreCanBeClosed() {
        Core core = store.get("log").block(SOON);
        core.append(utf8("x")).block(SOON);
        suspend();
        store.close().block(SOON);
        open();
        assertThat(store.get("log").block(SOON).length()).isEqualTo(1);
    }

    @Test
    void peerThatWasServedGoesOnAfterwards() throws Exception {
        Core source = store.get("log").block(SOON);
        source.append(Blocks.sized(3_000, 100)).block(SOON);
        Corestore peer = Corestores.open(folder.resolve("peer")).block(SOON);
        Core copy = peer.get(source.key()).block(SOON);
        Sinks.Empty<Void> refused = Sinks.empty();
        Pipe.join(peer, store, message -> {
            if (message instanceof Message.NoData) {
                refused.tryEmitEmpty();
            }
            return true;
        });
        copy.get(5).block(SOON);
        CompletableFuture<Void> all =
                copy.download(BlockRange.of(0, 3_000)).then().toFuture();
        suspend();
        CompletableFuture<ByteBuffer> late = copy.get(2_999).toFuture();
        refused.asMono().block(SOON);
        resume();
        assertThat(late.get(10, TimeUnit.SECONDS))
                .isEqualTo(Blocks.sized(3_000, 100).get(2_999));
        all.get(10, TimeUnit.SECONDS);
        assertThat(copy.contiguousLength()).isEqualTo(3_000);
        peer.close().block(SOON);
    }

    @Test
    void whoWasFetchingGoesOnAfterwards() throws Exception {
        Corestore peer = Corestores.open(folder.resolve("peer")).block(SOON);
        Core source = peer.get("log").block(SOON);
        source.append(Blocks.sized(3_000, 100)).block(SOON);
        Core copy = store.get(source.key()).block(SOON);
        Pipe.join(peer, store);
        copy.get(5).block(SOON);
        CompletableFuture<Void> all =
                copy.download(BlockRange.of(0, 3_000)).then().toFuture();
        suspend();
        source.append(utf8("meanwhile")).block(SOON);
        resume();
        all.get(10, TimeUnit.SECONDS);
        assertThat(copy.get(3_000).block(SOON)).isEqualTo(utf8("meanwhile"));
        peer.close().block(SOON);
    }
}
