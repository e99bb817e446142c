package io.corestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.error.ClosedException;
import io.corestore.error.StorageFailedException;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.FileSizes;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What every storage does to take no more space than its blocks need. */
interface SpaceContract extends StoredCores {
    /** The size of some blocks: as much as a hole can have at least. */
    int PAGE = 4096;

    @Test
    default void aCompactedCoreKeepsWhatIsPresent() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append(pages(6)), Durability.BUFFERED);
        CoreHead head = core.head();
        commit(
                stored,
                CoreCommit.to(new CoreHead(head.fork(), head.length(), head.rootHash(), head.signature(), 1))
                        .drop(BlockRange.of(1, 3))
                        .drop(BlockRange.of(5, 6))
                        .build(),
                Durability.BUFFERED);
        stored.compact(List.of(ByteRange.of(0, PAGE), ByteRange.of(3 * PAGE, 5 * PAGE)))
                .block();

        assertThat(stored.sizes().block().data()).isEqualTo(5L * PAGE);
        commit(stored, core.append("more"), Durability.SYNC);
        for (int round = 0; round < 2; round++) {
            assertThat(readBlock(stored, core, 0))
                    .isEqualTo(ByteBuffer.wrap(core.blocks().get(0)));
            assertThat(readBlock(stored, core, 4))
                    .isEqualTo(ByteBuffer.wrap(core.blocks().get(4)));
            assertThat(readBlock(stored, core, 6)).isEqualTo(TestCore.utf8("more"));
            close(stored);
            stored = storage().open(core.discoveryKey()).block();
            assertThat(stored.load().block().present())
                    .containsExactly(BlockRange.of(0, 1), BlockRange.of(3, 5), BlockRange.of(6, 7));
        }
    }

    @Test
    default void aCoreCompactedToNothingGrowsAgain() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        stored.compact(List.of()).as(StepVerifier::create).verifyComplete();
        commit(stored, core.append("a", "b"), Durability.SYNC);
        commit(stored, core.truncate(0), Durability.SYNC);
        stored.compact(List.of()).as(StepVerifier::create).verifyComplete();

        assertThat(stored.sizes().block().data()).isZero();
        commit(stored, core.append("c", "d"), Durability.SYNC);
        close(stored);
        assertHolds(core);
    }

    @Test
    default void readsRunBesideACompaction() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append(pages(20)), Durability.SYNC);
        List<ByteRange> present = List.of(ByteRange.of(0, 20 * PAGE));

        Flux.range(0, 400)
                .flatMap(
                        i -> i % 10 == 0
                                ? stored.compact(present).thenReturn(true)
                                : stored.readBlocks(i % 20, (long) PAGE * (i % 20), new int[] {PAGE})
                                        .map(blocks -> blocks.get(0)
                                                .equals(ByteBuffer.wrap(
                                                        core.blocks().get(i % 20)))),
                        8)
                .all(right -> right)
                .as(StepVerifier::create)
                .expectNext(true)
                .verifyComplete();
        assertReads(stored, core);
    }

    @Test
    default void aCompactionOfWhatIsNotThereKeepsTheBytes() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("a", "b"), Durability.SYNC);

        stored.compact(List.of(ByteRange.of(0, 2), ByteRange.of(5, 3 * PAGE)))
                .onErrorComplete(StorageFailedException.class)
                .as(StepVerifier::create)
                .verifyComplete();
        assertReads(stored, core);
    }

    @Test
    default void sizesGrowWithTheCore() {
        TestCore core = new TestCore(1);
        StoredCore stored = create(core);
        assertThat(stored.sizes().block()).isEqualTo(new FileSizes(8192, 0, 0, 0));
        stored.load().block();
        commit(stored, core.append("abc", "de"), Durability.SYNC);
        assertThat(stored.sizes().block()).matches(sizes -> sizes.oplog() > 8192 && sizes.data() == 5);
        stored.checkpoint(core.head()).block();

        assertThat(stored.sizes().block()).isEqualTo(new FileSizes(8192, 120, 4096, 5));
        close(stored);
        stored.sizes().as(StepVerifier::create).verifyError(ClosedException.class);
    }

    private static ByteBuffer readBlock(StoredCore stored, TestCore core, int index) {
        int offset = core.blocks().subList(0, index).stream()
                .mapToInt(block -> block.length)
                .sum();
        int[] lengths = {core.blocks().get(index).length};
        return stored.readBlocks(index, offset, lengths).block().get(0);
    }

    private static List<byte[]> pages(int count) {
        return IntStream.range(1, count + 1)
                .mapToObj(i -> {
                    byte[] page = new byte[PAGE];
                    Arrays.fill(page, (byte) i);
                    return page;
                })
                .toList();
    }
}
