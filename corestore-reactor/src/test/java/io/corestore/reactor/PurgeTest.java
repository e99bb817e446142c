package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.NotWritableException;
import io.corestore.error.SuspendedException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class PurgeTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Corestore store;
    private Core core;

    @BeforeEach
    void open() {
        store = Corestores.open(folder.resolve("one")).block(SOON);
        core = store.get("log").block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    private void reopen() {
        close();
        open();
    }

    private void isRefused() {
        assertThat(core.writable()).isFalse();
        core.append(utf8("x"))
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(NotWritableException.class)
                        .hasMessageContaining("release()"));
    }

    @Test
    void purgedCoreIsGoneForAllItsUsers() {
        Core other = store.namespace("a").get(core.key()).block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        StepVerifier follower = other.follow(3)
                .as(StepVerifier::create)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(ClosedException.class).hasMessageContaining("purged"))
                .verifyLater();
        core.purge().block(SOON);
        follower.verify(SOON);
        assertThat(core.isClosed()).isTrue();
        assertThat(store.stored(core.discoveryKey()).block(SOON)).isNull();
        store.get(CoreOptions.named("log").withCreateIfMissing(false))
                .as(StepVerifier::create)
                .verifyError(CoreNotFoundException.class);
    }

    @Test
    void coreThatWasWrittenHereComesBackReadOnlyUntilItIsReleased() {
        core.append(numbered(0, 3)).block(SOON);
        core.purge().block(SOON);
        core = store.get("log").block(SOON);
        isRefused();
        reopen();
        isRefused();
        core.release().block(SOON);
        assertThat(core.append(utf8("x")).block(SOON).length()).isEqualTo(1);
        reopen();
        assertThat(core.writable()).isTrue();
    }

    @Test
    void coreIsWritableOnceAPeerGaveItsBlocksBack() {
        core.append(numbered(0, 10)).block(SOON);
        Corestore peer = Corestores.open(folder.resolve("two")).block(SOON);
        Core copy = peer.get(core.key()).block(SOON);
        var link = Pipe.join(store, peer);
        copy.download(BlockRange.of(0, 10)).blockLast(SOON);
        link.dispose();
        core.purge().block(SOON);
        core = store.get("log").block(SOON);
        isRefused();
        Pipe.join(store, peer);
        assertThat(core.get(9).block(SOON)).isEqualTo(utf8("block 9"));
        assertThat(core.writable()).isTrue();
        assertThat(core.append(utf8("x")).block(SOON).length()).isEqualTo(11);
        peer.close().block(SOON);
        reopen();
        assertThat(core.writable()).isTrue();
    }

    @Test
    void tombstoneStaysWhenTheCoreIsPurgedAgain() {
        core.append(numbered(0, 3)).block(SOON);
        core.purge().block(SOON);
        store.get("log").flatMap(Core::purge).block(SOON);
        core = store.get("log").block(SOON);
        isRefused();
    }

    @Test
    void coreThatWasTruncatedToNothingComesBackReadOnlyToo() {
        core.append(numbered(0, 3)).then(core.truncate(0)).block(SOON);
        core.purge().block(SOON);
        core = store.get("log").block(SOON);
        isRefused();
        reopen();
        isRefused();
    }

    @Test
    void coreThatWasNeverWrittenComesBackWritable() {
        core.purge().block(SOON);
        core = store.get("log").block(SOON);
        assertThat(core.append(utf8("x")).block(SOON).length()).isEqualTo(1);
    }

    @Test
    void coreOpenedDuringAPurgeIsOpenedAfterIt() {
        core.append(numbered(0, 3)).block(SOON);
        Mono.when(core.purge(), store.get("log").doOnNext(opened -> core = opened))
                .block(SOON);
        assertThat(store.cores()).hasSizeLessThanOrEqualTo(1);
        core = store.get("log").block(SOON);
        assertThat(core.length()).isZero();
    }

    @Test
    void purgedCoreLeavesItsPeers() {
        core.append(numbered(0, 3)).block(SOON);
        Corestore peer = Corestores.open(folder.resolve("two")).block(SOON);
        Core copy = peer.get(core.key()).block(SOON);
        Pipe.join(store, peer);
        assertThat(copy.get(0).block(SOON)).isEqualTo(utf8("block 0"));
        core.purge().block(SOON);
        assertThat(store.cores()).isEmpty();
        peer.close().block(SOON);
    }

    @Test
    void suspendedStorePurgesNothing() {
        core.append(numbered(0, 3)).block(SOON);
        store.suspend().block(SOON);
        core.purge().as(StepVerifier::create).verifyError(SuspendedException.class);
        store.resume().block(SOON);
        assertThat(core.get(0).block(SOON)).isEqualTo(utf8("block 0"));
    }
}
