package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.GroupUpdate;
import io.corestore.OpenCore;
import io.corestore.StoreEvent;
import io.corestore.StoreEvent.CoreClosed;
import io.corestore.StoreEvent.CoreConflict;
import io.corestore.StoreEvent.CoreOpened;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import io.corestore.key.Hash;
import io.corestore.storage.MemoryStorage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

/** What a store tells of its cores: events, groups, what is in memory. */
class StoreEventsTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Hash TOPIC = Hash.fromHex("07".repeat(32));

    private Corestore store;

    @BeforeEach
    void open() {
        store = Corestores.open(MemoryStorage.create()).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    @Test
    void coreIsToldOnceWhenItOpensAndOnceWhenItCloses() {
        StepVerifier events = store.events()
                .map(event -> event.getClass().getSimpleName())
                .take(2)
                .as(StepVerifier::create)
                .expectNext("CoreOpened", "CoreClosed")
                .expectComplete()
                .verifyLater();
        Core first = store.namespace("a").get("log").block(SOON);
        Core second = first.session().block(SOON);
        first.close().block(SOON);
        second.close().block(SOON);
        events.verify(SOON);
    }

    @Test
    void eventTellsWithWhichOptionsTheCoreWasOpened() {
        CoreOptions options = CoreOptions.named("log").withWritable(false);
        store.events()
                .cast(CoreOpened.class)
                .next()
                .as(StepVerifier::create)
                .then(() -> store.get(options).block(SOON))
                .assertNext(event -> {
                    assertThat(event.options().name()).isEqualTo("log");
                    assertThat(event.options().writable()).isFalse();
                })
                .verifyComplete();
    }

    @Test
    void coreOpenedForAPeerHasNoOptionsAndIsClosedWithItWhereNoneAreKept() {
        close();
        store = Corestores.on(MemoryStorage.create()).cacheSize(0).open().block(SOON);
        StepVerifier events = store.events()
                .ofType(StoreEvent.OfCore.class)
                .skip(2) // of the session that writes it
                .as(StepVerifier::create)
                .assertNext(event -> assertThat(((CoreOpened) event).options()).isNull())
                .expectNextMatches(CoreClosed.class::isInstance)
                .thenCancel()
                .verifyLater();
        readByAPeer();
        events.verify(SOON);
    }

    @Test
    void coreOpenedForAPeerIsKeptForTheNext() {
        readByAPeer();
        assertThat(store.cores()).extracting(OpenCore::held).containsExactly(false);
    }

    private void readByAPeer() {
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core stored = store.get("log").block(SOON);
        stored.append(numbered(0, 3)).block(SOON);
        stored.close().block(SOON);
        Disposable link = Pipe.join(store, other);
        Core copy = other.get(stored.key()).block(SOON);
        assertThat(copy.get(1).block(SOON)).isEqualTo(utf8("block 1"));
        assertThat(store.cores()).extracting(OpenCore::held).containsExactly(false);
        link.dispose();
        other.close().block(SOON);
    }

    @Test
    void coresInMemoryAreThoseHeld() {
        assertThat(store.cores()).isEmpty();
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        assertThat(store.namespace("a").cores())
                .containsExactly(new OpenCore(core.key(), core.discoveryKey(), 3, 0, true));
        core.close().block(SOON);
        assertThat(store.cores()).isEmpty();
    }

    @Test
    void closedStoreTellsNoMore() {
        store.events()
                .as(StepVerifier::create)
                .then(() -> store.close().block(SOON))
                .verifyError(ClosedException.class);
        store.group(TOPIC).as(StepVerifier::create).verifyError(ClosedException.class);
    }

    @Test
    void groupTellsOfTheGrowthOfItsCoresAlone() {
        Core one = store.get(CoreOptions.named("one").withGroup(TOPIC)).block(SOON);
        Core two = store.namespace("a")
                .get(CoreOptions.named("two").withGroup(TOPIC))
                .block(SOON);
        Core other = store.get(CoreOptions.named("other").withGroup(Hash.ZERO)).block(SOON);
        store.group(TOPIC)
                .as(StepVerifier::create)
                .then(() -> other.append(utf8("x")).block(SOON))
                .then(() -> one.append(numbered(0, 2)).block(SOON))
                .then(() -> two.append(utf8("x")).block(SOON))
                .then(() -> one.truncate(1).block(SOON))
                .then(() -> one.append(utf8("y")).block(SOON))
                .expectNext(new GroupUpdate(TOPIC, one.key(), 2, 0))
                .expectNext(new GroupUpdate(TOPIC, two.key(), 1, 0))
                .expectNext(new GroupUpdate(TOPIC, one.key(), 2, 1))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void coreIsTiedToOneGroup() {
        Core core = store.get(CoreOptions.named("log").withGroup(TOPIC)).block(SOON);
        core.close().block(SOON);
        store.get(CoreOptions.named("log").withGroup(Hash.ZERO))
                .as(StepVerifier::create)
                .verifyError(CoreConflictException.class);
        assertThat(store.stored(core.discoveryKey()).block(SOON).group()).isEqualTo(TOPIC);
    }

    @Test
    void coreIsTiedToAGroupWhileItIsOpen() {
        Core core = store.get("log").block(SOON);
        store.group(TOPIC)
                .as(StepVerifier::create)
                .then(() -> store.get(CoreOptions.named("log").withGroup(TOPIC)).block(SOON))
                .then(() -> core.append(List.of(utf8("x"))).block(SOON))
                .expectNext(new GroupUpdate(TOPIC, core.key(), 1, 0))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void conflictOfACoreIsToldOnceByTheStore() {
        Corestore one = storeOf(new byte[32]);
        Corestore two = storeOf(new byte[32]);
        Core mine = one.get("log").block(SOON);
        mine.append(numbered(0, 5)).block(SOON);
        two.get("log").flatMap(core -> core.append(numbered(1, 7))).block(SOON);
        one.events()
                .ofType(StoreEvent.OfCore.class)
                .as(StepVerifier::create)
                .then(() -> Pipe.join(one, two))
                .expectNext(new CoreConflict(mine.key(), mine.discoveryKey(), 5, 0))
                .then(() -> Pipe.join(one, two))
                .then(() -> one.close().block(SOON))
                .thenConsumeWhile(CoreClosed.class::isInstance)
                .expectError(ClosedException.class)
                .verify(SOON);
        two.close().block(SOON);
    }

    private static Corestore storeOf(byte[] primaryKey) {
        return Corestores.on(MemoryStorage.create())
                .primaryKey(primaryKey)
                .open()
                .block(SOON);
    }
}
