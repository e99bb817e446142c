package io.corestore.reactor;

import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import io.corestore.key.Hash;
import io.corestore.storage.MemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ExclusiveTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final CoreOptions EXCLUSIVE = CoreOptions.named("log").withExclusive(true);

    private Corestore store;

    @BeforeEach
    void open() {
        store = Corestores.open(MemoryStorage.create()).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    private CompletableFuture<Core> waiting(CoreOptions options) {
        return store.get(options).toFuture();
    }

    private static Core come(CompletableFuture<Core> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void turnsAreTakenInOrder() throws Exception {
        Core first = store.get(EXCLUSIVE).block(SOON);
        CompletableFuture<Core> second = waiting(EXCLUSIVE);
        CompletableFuture<Core> third = waiting(EXCLUSIVE);
        first.close().block(SOON);
        Core now = come(second);
        assertThat(third).isNotDone();
        now.close().block(SOON);
        assertThat(come(third).append(utf8("x")).block(SOON).length()).isEqualTo(1);
    }

    @Test
    void nameAndKeyLeadToTheSameTurn() throws Exception {
        Core first = store.namespace("a").get(EXCLUSIVE).block(SOON);
        CompletableFuture<Core> byKey = waiting(CoreOptions.keyed(first.key()).withExclusive(true));
        assertThat(store.get(EXCLUSIVE).block(SOON).key()).isNotEqualTo(first.key());
        assertThat(byKey).isNotDone();
        first.close().block(SOON);
        assertThat(come(byKey).key()).isEqualTo(first.key());
    }

    @Test
    void whoIsNotExclusiveOrOnlyReadsNeverWaits() {
        Core first = store.get(EXCLUSIVE).block(SOON);
        assertThat(store.get("log").block(SOON).writable()).isTrue();
        assertThat(store.get(EXCLUSIVE.withWritable(false)).block(SOON).writable())
                .isFalse();
        assertThat(first.session().block(SOON).writable()).isTrue();
    }

    @Test
    void sessionOfACoreCanWaitForItsTurnToo() {
        Core first = store.get(EXCLUSIVE).block(SOON);
        Core plain = store.get("log").block(SOON);
        plain.session(CoreOptions.defaults().withExclusive(true))
                .map(Core::writable)
                .as(StepVerifier::create)
                .then(() -> first.close().block(SOON))
                .expectNext(true)
                .verifyComplete();
    }

    @Test
    void cancelledWaiterLeavesItsQueue() throws Exception {
        Core first = store.get(EXCLUSIVE).block(SOON);
        Disposable second = store.get(EXCLUSIVE).subscribe();
        CompletableFuture<Core> third = waiting(EXCLUSIVE);
        second.dispose();
        first.close().block(SOON);
        assertThat(come(third).isClosed()).isFalse();
    }

    @Test
    void failedOpeningGivesTheTurnBack() {
        store.get(CoreOptions.named("log").withGroup(Hash.ZERO)).block(SOON);
        Hash other = store.namespace("a").namespace();
        for (int i = 0; i < 3; i++) {
            store.get(EXCLUSIVE.withGroup(other)).as(StepVerifier::create).verifyError(CoreConflictException.class);
        }
        assertThat(store.get(EXCLUSIVE).block(SOON).writable()).isTrue();
    }

    @Test
    void cancelledOpeningGivesTheTurnBack() {
        for (int i = 0; i < 200; i++) {
            Closing opening = new Closing();
            store.get(EXCLUSIVE).subscribe(opening);
            for (int spins = i * 500; spins > 0; spins--) {
                Thread.onSpinWait(); // the cancel comes a little later each time
            }
            opening.cancel();
        }
        assertThat(store.get(EXCLUSIVE).block(SOON).writable()).isTrue();
    }

    /** Closes what it gets, cancelled or not; a lambda would drop what comes while it is cancelled. */
    private static final class Closing extends BaseSubscriber<Core> {
        @Override
        protected void hookOnNext(Core core) {
            core.close().subscribe();
        }
    }

    @Test
    void closingTheStoreFailsWhoWaits() {
        store.get(EXCLUSIVE).block(SOON);
        store.get(EXCLUSIVE)
                .as(StepVerifier::create)
                .then(() -> store.close().block(SOON))
                .verifyError(ClosedException.class);
    }

    @Test
    void manyWritersTakeTurns() {
        List<Long> lengths = Flux.range(0, 100)
                .flatMap(
                        i -> store.use(
                                EXCLUSIVE,
                                core -> core.append(utf8("b" + i)).map(done -> core.length() - done.length())),
                        100)
                .collectList()
                .block(SOON);
        assertThat(lengths).hasSize(100).containsOnly(0L);
        assertThat(store.get("log").block(SOON).length()).isEqualTo(100);
    }
}
