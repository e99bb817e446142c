package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.ReadOptions;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.NotWritableException;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** {@link Core#truncate}: another fork, the blocks beyond gone, what comes in their place new. */
class TruncateTest extends StoreTest {
    @Test
    void truncatedCoreGoesOnUnderTheNextFork() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 100)).block(SOON);
        core.events()
                .take(2)
                .as(StepVerifier::create)
                .then(() -> core.truncate(10).then(core.append(utf8("new"))).block(SOON))
                .expectNext(new CoreEvent.Truncated(10, 1))
                .assertNext(
                        grown -> assertThat(((CoreEvent.Grown) grown).length()).isEqualTo(11))
                .verifyComplete();
        assertThat(core.fork()).isEqualTo(1);
        core.read(BlockRange.from(9))
                .map(Blocks::text)
                .as(StepVerifier::create)
                .expectNext("block 9", "new")
                .verifyComplete();
        CoreInfo before = core.info().block(SOON);
        close();
        open();
        assertThat(store.get("log").flatMap(Core::info).block(SOON)).isEqualTo(before);
    }

    @Test
    void sameLengthChangesTheForkOnly() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 5)).block(SOON);
        core.truncate(5, 7).block(SOON);
        assertThat(core.fork()).isEqualTo(7);
        assertThat(core.length()).isEqualTo(5);
        assertThat(core.get(4).block(SOON)).isEqualTo(utf8("block 4"));
    }

    @Test
    void everyLengthCanBeCutToAndReadBack() {
        Core core = store.get("log").block(SOON);
        for (int length = 20; length >= 0; length--) {
            core.append(numbered((int) core.length(), 21)).block(SOON);
            core.truncate(length).block(SOON);
            core.read(BlockRange.all())
                    .as(StepVerifier::create)
                    .expectNextSequence(numbered(0, length))
                    .verifyComplete();
        }
        assertThat(core.fork()).isEqualTo(21);
    }

    @Test
    void whatWasCutIsNotThereAnyMore() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 10)).block(SOON);
        core.truncate(3).block(SOON);
        core.get(5, ReadOptions.LOCAL).as(StepVerifier::create).verifyError(BlockUnavailableException.class);
        assertThat(core.contiguousLength()).isEqualTo(3);
    }

    @Test
    void badLengthsAndForksAreRefused() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        core.truncate(4).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        core.truncate(1, 0).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        assertThat(core.length()).isEqualTo(3);
    }

    @Test
    void readOnlySessionsCannotTruncate() {
        store.get("log").flatMap(core -> core.append(utf8("a"))).block(SOON);
        store.get(CoreOptions.named("log").withWritable(false))
                .flatMap(core -> core.truncate(0))
                .as(StepVerifier::create)
                .verifyError(NotWritableException.class);
    }
}
