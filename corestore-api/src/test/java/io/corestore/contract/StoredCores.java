package io.corestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.StoredHead;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.LongStream;
import reactor.test.StepVerifier;

/** How the contracts of storage make, reopen and check cores. */
interface StoredCores {
    /** The storage of this test, empty when first asked for. */
    CoreStorage storage();

    default StoredCore create(TestCore core) {
        return storage().create(core.seed()).block();
    }

    default StoredCore loaded(TestCore core) {
        StoredCore stored = create(core);
        stored.load().block();
        return stored;
    }

    default LoadedCore reopen(TestCore core) {
        StoredCore stored = storage().open(core.discoveryKey()).block();
        LoadedCore loaded = stored.load().block();
        close(stored);
        return loaded;
    }

    default StoredHead peek(TestCore core) {
        return storage().peek(core.discoveryKey()).block();
    }

    default void assertHolds(TestCore core) {
        assertThat(peek(core))
                .extracting(StoredHead::key, StoredHead::length, StoredHead::fork)
                .containsExactly(core.key(), core.head().length(), core.head().fork());
        StoredCore stored = storage().open(core.discoveryKey()).block();
        LoadedCore loaded = stored.load().block();
        assertThat(loaded.head()).isEqualTo(core.head());
        assertThat(loaded.roots()).isEqualTo(core.roots());
        assertThat(loaded.recovered()).as("closing is a checkpoint").isFalse();
        assertReads(stored, core);
        close(stored);
    }

    default void assertReads(StoredCore stored, TestCore core) {
        int[] lengths = core.blocks().stream().mapToInt(block -> block.length).toArray();
        assertThat(stored.readBlocks(0, 0, lengths).block())
                .isEqualTo(core.blocks().stream().map(ByteBuffer::wrap).toList());
        long[] indexes = LongStream.range(0, 2 * core.head().length() + 10).toArray();
        assertThat(stored.readNodes(indexes).block())
                .isEqualTo(Arrays.stream(indexes)
                        .mapToObj(core.nodes()::get)
                        .filter(node -> node != null)
                        .toList());
    }

    default void commit(StoredCore stored, CoreCommit commit, Durability durability) {
        stored.commit(commit, durability).as(StepVerifier::create).verifyComplete();
    }

    default void close(StoredCore stored) {
        stored.close().as(StepVerifier::create).verifyComplete();
    }
}
