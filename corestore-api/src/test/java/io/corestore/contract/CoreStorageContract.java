package io.corestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreConflictException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.CorestoreException;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreCommit.BlockBytes;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.StoredHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What every {@link CoreStorage} does, wherever its files are. */
public interface CoreStorageContract extends IdentityContract, SpaceContract, TombstoneContract {
    @Test
    default void aCreatedCoreHoldsItsSeed() {
        TestCore core = new TestCore(1);
        LoadedCore loaded = create(core).load().block();

        assertThat(loaded.key()).isEqualTo(core.key());
        assertThat(loaded.manifest()).isEqualTo(core.manifest());
        assertThat(loaded.keyPair()).isEqualTo(core.seed().keyPair());
        assertThat(loaded.keyPair().secretKey()).isEqualTo(core.seed().keyPair().secretKey());
        assertThat(loaded.userData()).isEqualTo(core.seed().userData());
        assertThat(loaded.head()).isEqualTo(CoreHead.EMPTY);
        assertThat(loaded.roots()).isEmpty();
        assertThat(loaded.present()).isEmpty();
        assertThat(loaded.recovered()).isFalse();
    }

    @Test
    default void aSecondCreateIsAConflict() {
        TestCore core = new TestCore(1);
        close(create(core));

        storage().create(core.seed()).as(StepVerifier::create).verifyError(CoreConflictException.class);
        assertThat(reopen(core).key()).isEqualTo(core.key());
    }

    @Test
    default void anOpenCoreIsNotOpenedTwice() {
        TestCore core = new TestCore(1);
        create(core);

        storage().open(core.discoveryKey()).as(StepVerifier::create).verifyError(CoreConflictException.class);
    }

    @Test
    default void openingAMissingCoreFails() {
        storage()
                .open(new TestCore(1).discoveryKey())
                .as(StepVerifier::create)
                .verifyError(CoreNotFoundException.class);
        storage().peek(new TestCore(1).discoveryKey()).as(StepVerifier::create).verifyComplete();
    }

    @Test
    default void committedBlocksAreThereAfterReopening() {
        for (Durability durability : Durability.values()) {
            TestCore core = new TestCore(durability.ordinal());
            StoredCore stored = create(core);
            stored.load().block();
            commit(stored, core.append("a", "", "bcd"), durability);
            commit(stored, core.append("ef"), durability);
            close(stored);

            assertHolds(core);
        }
    }

    @Test
    default void blocksAndNodesAreReadBeforeAndAfterACheckpoint() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("one", "two", "three"), Durability.SYNC);
        assertReads(stored, core);

        stored.checkpoint(core.head()).block();
        assertReads(stored, core);

        commit(stored, core.append("four", "five"), Durability.SYNC);
        assertReads(stored, core);
    }

    @Test
    default void missingNodesAreLeftOut() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("one", "two", "three"), Durability.SYNC);

        for (int round = 0; round < 2; round++) {
            List<TreeNode> found = stored.readNodes(new long[] {0, 1, 3, 4, 5, 6, 1000, 1L << 50})
                    .block();
            assertThat(found).extracting(TreeNode::index).containsExactly(0L, 1L, 4L);
            stored.checkpoint(core.head()).block();
        }
    }

    @Test
    default void blocksAreReadOnly() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("one"), Durability.SYNC);

        assertThat(stored.readBlocks(0, 0, new int[] {3}).block())
                .allMatch(ByteBuffer::isReadOnly)
                .containsExactly(TestCore.utf8("one"));
    }

    @Test
    default void aCommitLeavesTheCallersBuffersAlone() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        CoreCommit commit = core.append("one", "two");
        commit(stored, commit, Durability.SYNC);

        assertThat(commit.blocks()).allMatch(block -> block.bytes().position() == 0);
    }

    @Test
    default void aBigBatchIsOneCommit() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        List<byte[]> values = IntStream.range(0, 5000)
                .mapToObj(i -> ("block " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toList();
        commit(stored, core.append(values), Durability.SYNC);
        assertReads(stored, core);
        close(stored);

        assertHolds(core);
    }

    @Test
    default void aLongHistoryIsMovedIntoPlace() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        for (int i = 0; i < 700; i++) {
            commit(stored, core.append("block " + i), Durability.BUFFERED);
        }
        assertReads(stored, core);
        close(stored);

        assertHolds(core);
    }

    @Test
    default void userDataIsSetReplacedAndDeleted() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(
                stored,
                CoreCommit.to(core.head())
                        .userData("a", TestCore.utf8("1"))
                        .userData("b", TestCore.utf8("2"))
                        .userData("c", ByteBuffer.allocate(300))
                        .build(),
                Durability.SYNC);
        commit(
                stored,
                CoreCommit.to(core.head())
                        .userData("a", TestCore.utf8("3"))
                        .userData("b", ByteBuffer.allocate(0))
                        .build(),
                Durability.SYNC);
        close(stored);

        assertThat(reopen(core).userData())
                .isEqualTo(Map.of(
                        "corestore/name",
                        TestCore.utf8("core 1"),
                        "a",
                        TestCore.utf8("3"),
                        "c",
                        ByteBuffer.allocate(300)));
    }

    @Test
    default void largeUserDataOutgrowsTheHeader() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        for (int size : new int[] {5000, 9000, 100}) {
            commit(
                    stored,
                    CoreCommit.to(core.head())
                            .userData("big", ByteBuffer.allocate(size))
                            .build(),
                    Durability.SYNC);
            stored.checkpoint(core.head()).block();
        }
        commit(stored, core.append("one"), Durability.SYNC);
        close(stored);

        assertHolds(core);
        assertThat(peek(core).userData()).containsEntry("big", ByteBuffer.allocate(100));
    }

    @Test
    default void aLargeSeedIsStored() {
        TestCore core = new TestCore(1);
        CoreSeed seed = core.seed();
        Map<String, ByteBuffer> userData = Map.of("big", ByteBuffer.allocate(10_000));
        close(storage()
                .create(new CoreSeed(seed.key(), seed.discoveryKey(), null, null, userData))
                .block());

        LoadedCore loaded = reopen(core);
        assertThat(loaded.userData()).isEqualTo(userData);
        assertThat(loaded.manifest()).isNull();
        assertThat(loaded.keyPair()).isNull();
    }

    @Test
    default void aTruncatedCoreForgetsWhatWasBehind() {
        for (int length = 0; length <= 9; length++) {
            TestCore core = new TestCore(length);
            StoredCore stored = loaded(core);
            commit(stored, core.append("a", "b", "c", "d", "e", "f", "g", "h", "i"), Durability.SYNC);
            if (length % 2 == 0) {
                stored.checkpoint(core.head()).block();
            }
            commit(stored, core.truncate(length), Durability.SYNC);
            assertReads(stored, core);
            commit(stored, core.append("x", "yz"), Durability.BUFFERED);
            assertReads(stored, core);
            close(stored);

            assertHolds(core);
        }
    }

    @Test
    default void aForkThatSharesSomeBlocksKeepsNoOldNodes() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("a", "b", "c", "d", "e", "f", "g", "h", "i"), Durability.SYNC);
        stored.checkpoint(core.head()).block();
        TestCore fork = core;
        fork.truncate(4);
        CoreCommit grown = fork.append("1", "2", "3");
        List<TreeNode> roots = fork.roots();
        commit(
                stored,
                CoreCommit.to(fork.head())
                        .ancestors(4)
                        .nodes(roots)
                        .drop(BlockRange.of(4, 9))
                        .build(),
                Durability.SYNC);

        assertThat(grown.head().length()).isEqualTo(7);
        for (int round = 0; round < 2; round++) {
            assertThat(stored.readNodes(LongStream.range(0, 20).toArray()).block())
                    .extracting(TreeNode::index)
                    .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 9L, 12L);
            close(stored);
            stored = storage().open(core.discoveryKey()).block();
            LoadedCore loaded = stored.load().block();
            assertThat(loaded.roots()).isEqualTo(roots);
            assertThat(loaded.present()).containsExactly(BlockRange.of(0, 4));
        }
    }

    @Test
    default void clearedBlocksAreNotPresent() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("a", "b", "c", "d", "e"), Durability.SYNC);
        CoreHead head = core.head();
        CoreHead cleared = new CoreHead(head.fork(), head.length(), head.rootHash(), head.signature(), 1);
        commit(
                stored,
                CoreCommit.to(cleared)
                        .drop(BlockRange.of(1, 3))
                        .free(new ByteRange(1, 3))
                        .build(),
                Durability.SYNC);
        close(stored);

        LoadedCore loaded = reopen(core);
        assertThat(loaded.present()).containsExactly(BlockRange.of(0, 1), BlockRange.of(3, 5));
        assertThat(loaded.head()).isEqualTo(cleared);
    }

    @Test
    default void aKeyPairIsTakenOutAndPutBack() {
        for (int userData : new int[] {10, 9000}) {
            TestCore core = new TestCore(userData);
            StoredCore stored = loaded(core);
            commit(stored, core.append("a"), Durability.SYNC);
            commit(
                    stored,
                    CoreCommit.to(core.head())
                            .userData("big", ByteBuffer.allocate(userData))
                            .build(),
                    Durability.BUFFERED);
            stored.replaceKeyPair(null).block();
            close(stored);
            assertThat(reopen(core).keyPair()).isNull();
            assertHolds(core);

            stored = storage().open(core.discoveryKey()).block();
            stored.load().block();
            stored.replaceKeyPair(core.seed().keyPair()).block();
            commit(stored, core.append("b"), Durability.SYNC);
            close(stored);
            assertThat(reopen(core).keyPair().secretKey())
                    .isEqualTo(core.seed().keyPair().secretKey());
            assertHolds(core);
        }
    }

    @Test
    default void aReplicaHoldsBlocksHereAndThere() {
        TestCore core = new TestCore(1);
        core.append(
                IntStream.range(0, 100).mapToObj(i -> new byte[] {(byte) i, 1}).toList());
        StoredCore stored = loaded(new TestCore(1));
        commit(
                stored,
                CoreCommit.to(core.head())
                        .ancestors(0)
                        .nodes(List.copyOf(core.nodes().values()))
                        .build(),
                Durability.SYNC);
        commit(
                stored,
                CoreCommit.to(core.head())
                        .blocks(List.of(block(core, 3), block(core, 50), block(core, 51)))
                        .add(BlockRange.of(3, 4))
                        .add(BlockRange.of(50, 52))
                        .build(),
                Durability.SYNC);

        assertThat(stored.readBlocks(50, 100, new int[] {2, 2}).block())
                .containsExactly(block(core, 50).bytes(), block(core, 51).bytes());
        close(stored);
        assertThat(reopen(core).present()).containsExactly(BlockRange.of(3, 4), BlockRange.of(50, 52));
    }

    @Test
    default void aManifestThatBecomesKnownIsKept() {
        TestCore core = new TestCore(1);
        CoreSeed seed = core.seed();
        StoredCore stored = storage()
                .create(new CoreSeed(seed.key(), seed.discoveryKey(), null, null, Map.of()))
                .block();
        stored.load().block();
        CoreCommit append = core.append("a");
        Manifest manifest = core.manifest();
        commit(
                stored,
                CoreCommit.to(append.head())
                        .ancestors(0)
                        .manifest(manifest)
                        .nodes(append.nodes())
                        .build(),
                Durability.SYNC);
        close(stored);

        assertThat(reopen(core).manifest()).isEqualTo(manifest);
    }

    @Test
    default void aCommitThatContradictsTheCoreIsRefused() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        CoreHead longer = new TestCore(1).append("a", "b").head();

        stored.commit(CoreCommit.to(longer).build(), Durability.SYNC)
                .as(StepVerifier::create)
                .verifyError(IllegalArgumentException.class);
        stored.commit(CoreCommit.to(longer).ancestors(1).build(), Durability.SYNC)
                .as(StepVerifier::create)
                .verifyError(IllegalArgumentException.class);
    }

    @Test
    default void listAndPeekSeeOpenAndClosedCores() {
        List<TestCore> cores = IntStream.range(0, 20).mapToObj(TestCore::new).toList();
        cores.forEach(core -> {
            StoredCore stored = loaded(core);
            commit(stored, core.append("a", "b"), Durability.BUFFERED);
            if (core.key().toBytes()[0] % 2 == 0) {
                close(stored);
            }
        });

        List<StoredHead> heads = storage().list().collectList().block();
        assertThat(heads)
                .extracting(StoredHead::discoveryKey)
                .containsExactlyInAnyOrderElementsOf(
                        cores.stream().map(TestCore::discoveryKey).toList());
        assertThat(heads).allMatch(head -> head.length() == 2 && head.fork() == 0);
        assertThat(heads.stream().map(StoredHead::key).collect(Collectors.toSet()))
                .isEqualTo(cores.stream().map(TestCore::key).collect(Collectors.toSet()));
        storage().list().take(3).as(StepVerifier::create).expectNextCount(3).verifyComplete();
    }

    @Test
    default void aRemovedCoreCanBeMadeAgain() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        commit(stored, core.append("a", "b", "c"), Durability.SYNC);
        storage().remove(core.discoveryKey()).as(StepVerifier::create).verifyError(CoreConflictException.class);
        close(stored);

        storage().remove(core.discoveryKey()).as(StepVerifier::create).verifyComplete();
        storage().remove(core.discoveryKey()).as(StepVerifier::create).verifyComplete();
        storage().list().as(StepVerifier::create).verifyComplete();
        storage().open(core.discoveryKey()).as(StepVerifier::create).verifyError(CoreNotFoundException.class);

        TestCore again = new TestCore(1);
        StoredCore fresh = loaded(again);
        commit(fresh, again.append("z"), Durability.SYNC);
        assertReads(fresh, again);
        close(fresh);
        assertHolds(again);
    }

    @Test
    default void closingIsRepeatableAndEndsEverything() {
        TestCore core = new TestCore(1);
        StoredCore stored = loaded(core);
        CoreCommit commit = core.append("a");
        Flux.merge(stored.close(), stored.close()).as(StepVerifier::create).verifyComplete();
        stored.commit(commit, Durability.SYNC).as(StepVerifier::create).verifyError(CorestoreException.class);
        stored.readNodes(new long[] {0}).as(StepVerifier::create).verifyError(CorestoreException.class);

        CoreStorage storage = storage();
        Flux.merge(storage.close(), storage.close()).as(StepVerifier::create).verifyComplete();
        storage.open(core.discoveryKey()).as(StepVerifier::create).verifyError(CorestoreException.class);
        storage.close().as(StepVerifier::create).verifyComplete();
    }

    @Test
    default void usableSpaceIsKnown() {
        assertThat(storage().usableSpace().block()).isPositive();
    }

    private static BlockBytes block(TestCore core, int index) {
        return new BlockBytes(index, 2L * index, ByteBuffer.wrap(core.blocks().get(index)));
    }
}
