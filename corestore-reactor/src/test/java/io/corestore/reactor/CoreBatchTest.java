package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreBatch;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** {@link CoreBatch}: unseen until it is flushed, then there whole. */
class CoreBatchTest extends StoreTest {
    @Test
    void nothingIsSeenBeforeTheFlush() {
        Core core = store.get("log").block(SOON);
        core.append(utf8("below")).block(SOON);
        CoreBatch batch = core.batch().block(SOON);
        batch.append(numbered(0, 3)).block(SOON);
        assertThat(core.length()).isEqualTo(1);
        assertThat(batch.length()).isEqualTo(4);
        assertThat(batch.get(0).block(SOON)).isEqualTo(utf8("below"));
        assertThat(batch.get(2).block(SOON)).isEqualTo(utf8("block 1"));
        assertThat(batch.has(3).block(SOON)).isTrue();
        assertThat(batch.has(4).block(SOON)).isFalse();
        assertThat(batch.seek(13).block(SOON)).isEqualTo(new BlockPosition(2, 1));
        var hash = batch.treeHash().block(SOON);
        assertThat(batch.flush().block(SOON).length()).isEqualTo(4);
        assertThat(core.treeHash(4).block(SOON)).isEqualTo(hash);
        batch.append(utf8("next")).then(batch.flush()).block(SOON);
        assertThat(core.length()).isEqualTo(5);
    }

    @Test
    void flushOverAMovedCoreIsRefusedAndWritesNothing() {
        Core core = store.get("log").block(SOON);
        CoreBatch batch = core.batch().block(SOON);
        batch.append(utf8("mine")).block(SOON);
        core.append(utf8("theirs")).block(SOON);
        batch.flush().as(StepVerifier::create).verifyError(CoreConflictException.class);
        assertThat(core.length()).isEqualTo(1);
        assertThat(batch.length()).isEqualTo(1);
    }

    @Test
    void batchIsCutOnlyDownToTheCore() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        CoreBatch batch = core.batch().block(SOON);
        batch.append(numbered(3, 6)).then(batch.truncate(4)).block(SOON);
        assertThat(batch.length()).isEqualTo(4);
        batch.truncate(2).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
        batch.flush().block(SOON);
        core.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 4))
                .verifyComplete();
    }

    @Test
    void closedBatchIsDropped() {
        Core core = store.get("log").block(SOON);
        CoreBatch batch = core.batch().block(SOON);
        batch.append(utf8("a")).then(batch.close()).block(SOON);
        batch.flush().as(StepVerifier::create).verifyError(ClosedException.class);
        assertThat(core.length()).isZero();
    }
}
