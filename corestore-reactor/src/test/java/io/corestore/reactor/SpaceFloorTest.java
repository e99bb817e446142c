package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.StoreEvent;
import io.corestore.spi.CoreStorage;
import io.corestore.storage.MemoryStorage;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The space that a store leaves free: see {@link Corestores.Builder#freeSpaceFloor}. */
class SpaceFloorTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long FLOOR = 1_000;

    private final AtomicLong usable = new AtomicLong(FLOOR);
    private final VirtualTimeScheduler clock = VirtualTimeScheduler.create();
    private Corestore store;
    private Corestore peer;
    private Core source;
    private Core copy;
    private Disposable link;
    private final Disposable.Composite wanted = Disposables.composite();

    @BeforeEach
    void open() {
        peer = Corestores.open(MemoryStorage.create()).block(SOON);
        source = peer.get("log").block(SOON);
        source.append(numbered(0, 100)).block(SOON);
        store = Corestores.on(measured(MemoryStorage.create()))
                .freeSpaceFloor(FLOOR)
                .clock(clock)
                .open()
                .block(SOON);
        copy = store.get(source.key()).block(SOON);
        link = Pipe.join(peer, store);
    }

    @AfterEach
    void close() {
        wanted.dispose();
        link.dispose();
        store.close().block(SOON);
        peer.close().block(SOON);
        clock.dispose();
    }

    /** A storage whose space is what this test says. */
    private CoreStorage measured(CoreStorage storage) {
        return (CoreStorage) Proxy.newProxyInstance(
                CoreStorage.class.getClassLoader(), new Class<?>[] {CoreStorage.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("usableSpace")) {
                        return Mono.fromSupplier(usable::get);
                    }
                    try {
                        return method.invoke(storage, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    private StoreEvent next(Runnable cause) {
        Mono<StoreEvent> event = store.events()
                .filter(told -> !(told instanceof StoreEvent.OfCore))
                .next()
                .cache();
        Disposable listening = event.subscribe();
        cause.run();
        StoreEvent told = event.block(SOON);
        listening.dispose();
        return told;
    }

    private void runLow() {
        usable.set(FLOOR - 1);
        assertThat(next(() -> {
                    clock.advanceTimeBy(Duration.ofSeconds(2));
                    wanted.add(copy.get(0).subscribe());
                }))
                .isEqualTo(new StoreEvent.SpaceLow(FLOOR - 1));
    }

    @Test
    void downloadsStopAndGoOnByThemselvesOnceThereIsSpaceAgain() {
        copy.get(1).block(SOON);
        runLow();
        long before = copy.sizes().block(SOON).blocks();
        var progress = copy.download(BlockRange.of(0, 100)).replay();
        Disposable download = progress.connect();
        wanted.add(copy.get(50).subscribe());
        assertThat(copy.update().block(SOON)).isFalse();
        assertThat(copy.sizes().block(SOON).blocks()).isEqualTo(before);
        assertThat(copy.peers().block(SOON)).hasSize(1);
        Core own = store.get("own").block(SOON);
        assertThat(own.append(utf8("written")).block(SOON)).isNotNull();

        usable.set(FLOOR);
        assertThat(next(() -> clock.advanceTimeBy(Duration.ofSeconds(1)))).isEqualTo(new StoreEvent.SpaceBack(FLOOR));
        progress.blockLast(SOON);
        assertThat(copy.sizes().block(SOON).blocks()).isEqualTo(100);
        download.dispose();
    }

    @Test
    void treesAreNotFetchedEitherWhileThereIsNoSpace() {
        copy.get(1).block(SOON);
        runLow();
        source.append(numbered(100, 110)).block(SOON);
        Mono.defer(copy::peers)
                .repeat()
                .filter(peers -> peers.get(0).length() == 110)
                .blockFirst(SOON);
        assertThat(copy.length()).isEqualTo(100);
        usable.set(FLOOR);
        StepVerifier grown = copy.follow(109)
                .next()
                .as(StepVerifier::create)
                .expectNextCount(1)
                .expectComplete()
                .verifyLater();
        clock.advanceTimeBy(Duration.ofSeconds(5));
        grown.verify(SOON);
    }
}
