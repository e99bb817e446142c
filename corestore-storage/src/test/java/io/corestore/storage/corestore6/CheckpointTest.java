package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.encoding.TreeNode;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.FileStorage;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.Operation;
import io.corestore.storage.test.crash.Operation.Written;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is written, in which order, and how often. */
final class CheckpointTest {
    private final IoScheduler io = IoScheduler.create("checkpoint", 2);
    private final CrashFs fs = CrashFs.create();
    private final CoreStorage storage =
            FileStorage.at(fs.path("/store"), StorageOptions.on(io)).block();
    private final TestCore core = new TestCore(1);
    private final StoredCore stored = open();

    @AfterEach
    void dispose() {
        storage.close().block();
        io.dispose();
    }

    @Test
    void aBatchOfManyBlocksIsOneDataWriteAndOneOplogWriteEachSynced() {
        List<Operation> changes = changes(() -> stored.commit(
                        core.append(IntStream.range(0, 400)
                                .mapToObj(i -> new byte[10])
                                .toList()),
                        Durability.SYNC)
                .block());

        assertThat(kinds(changes))
                .containsExactly(
                        "Created data",
                        "Written data",
                        "Forced data",
                        "Forced entries",
                        "Written oplog",
                        "Forced oplog");
    }

    @Test
    void aBufferedCommitSyncsNothing() {
        List<Operation> changes = changes(
                () -> stored.commit(core.append("a"), Durability.BUFFERED).block());

        assertThat(kinds(changes)).containsExactly("Created data", "Written data", "Written oplog");
    }

    @Test
    void aSyncedCommitMakesEarlierBufferedBlocksDurableFirst() {
        stored.commit(core.append("a"), Durability.BUFFERED).block();
        List<Operation> changes = changes(() -> stored.commit(
                        CoreCommit.to(core.head())
                                .userData("k", TestCore.utf8("v"))
                                .build(),
                        Durability.SYNC)
                .block());

        assertThat(kinds(changes)).containsExactly("Forced data", "Forced entries", "Written oplog", "Forced oplog");
    }

    @Test
    void aCheckpointWritesTheHeaderAfterAllElseIsDurable() {
        stored.commit(core.append("a", "b", "c", "d"), Durability.SYNC).block();
        List<Operation> changes = changes(() -> stored.checkpoint(core.head()).block());

        assertThat(kinds(changes))
                .containsExactly(
                        "Created bitfield",
                        "Written bitfield",
                        "Created tree",
                        "Written tree",
                        "Forced bitfield",
                        "Forced entries",
                        "Forced tree",
                        "Forced entries",
                        "Written oplog",
                        "Forced oplog",
                        "Truncated oplog");
        assertThat(changes(() -> stored.checkpoint(core.head()).block())).isEmpty();
    }

    @Test
    void aCheckpointMakesWhatWasBufferedDurableBeforeItsBitsAndNodes() {
        stored.commit(core.append("a"), Durability.BUFFERED).block();
        List<String> kinds = kinds(changes(() -> stored.checkpoint(core.head()).block()));

        assertThat(kinds).startsWith("Forced data", "Forced entries", "Forced oplog", "Created bitfield");
    }

    @Test
    void aTruncationCutsTheTreeAfterTheHeader() {
        stored.commit(core.append("a", "b", "c", "d", "e", "f", "g", "h"), Durability.SYNC)
                .block();
        stored.checkpoint(core.head()).block();
        List<Operation> changes = changes(
                () -> stored.commit(core.truncate(5), Durability.BUFFERED).block());

        List<String> kinds = kinds(changes);
        assertThat(kinds.indexOf("Written tree")).isGreaterThan(kinds.lastIndexOf("Written oplog"));
        assertThat(kinds).endsWith("Truncated tree");
        assertThat(stored.readNodes(new long[] {3, 7, 8, 9, 11}).block())
                .extracting(TreeNode::index)
                .containsExactly(3L, 8L);
    }

    @Test
    void bitsFoundBehindTheLengthDoNotBecomeBlocksWhenTheCoreGrows() {
        CoreHead empty = core.head();
        stored.commit(CoreCommit.to(empty).add(BlockRange.of(0, 5)).build(), Durability.SYNC)
                .block();
        stored.checkpoint(empty).block();
        stored.close().block();
        StoredCore again = storage.open(core.discoveryKey()).block();
        assertThat(again.load().block().present()).isEmpty();
        CoreCommit append = core.append("a", "b", "c");
        again.commit(
                        CoreCommit.to(append.head())
                                .ancestors(0)
                                .nodes(append.nodes())
                                .blocks(append.blocks().subList(1, 2))
                                .add(BlockRange.of(1, 2))
                                .build(),
                        Durability.SYNC)
                .block();
        again.close().block();

        StoredCore last = storage.open(core.discoveryKey()).block();
        assertThat(last.load().block().present()).containsExactly(BlockRange.of(1, 2));
    }

    @Test
    void manySmallCommitsAreMovedIntoPlaceByTheirBytes() {
        List<Operation> changes = changes(() -> {
            for (int i = 0; i < 1000; i++) {
                stored.commit(core.append("x"), Durability.BUFFERED).block();
            }
        });
        long headers = changes.stream()
                .filter(change ->
                        change instanceof Written write && write.path().endsWith("oplog") && write.position() < 8192)
                .count();

        assertThat(headers).isBetween(1L, 4L);
    }

    private StoredCore open() {
        StoredCore made = storage.create(core.seed()).block();
        made.load().block();
        return made;
    }

    private List<Operation> changes(Runnable action) {
        int before = fs.position();
        action.run();
        return fs.operations().subList(before, fs.position());
    }

    private static List<String> kinds(List<Operation> changes) {
        return changes.stream()
                .map(change -> change.getClass().getSimpleName() + " " + name(change))
                .toList();
    }

    private static String name(Operation change) {
        String name = change.path().substring(change.path().lastIndexOf('/') + 1);
        return name.length() == 64 ? "entries" : name;
    }
}
