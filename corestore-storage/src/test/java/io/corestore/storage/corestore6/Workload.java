package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreNotFoundException;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.io.Volume;
import io.corestore.storage.io.VolumeKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import reactor.core.publisher.Mono;

/** A life of one core, in steps, and what is stored after each of them. */
final class Workload {
    /** What is stored; null is no core. */
    record Snapshot(
            CoreHead head, List<ByteBuffer> blocks, List<BlockRange> present, Map<String, ByteBuffer> userData) {}

    /** One change. */
    interface Step {
        Mono<Void> on(StoredCore core);
    }

    private final TestCore core = new TestCore(1);
    private final List<Step> steps = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Map<String, ByteBuffer> userData =
            new LinkedHashMap<>(core.seed().userData());

    private boolean isCleared;

    /** Some steps are only buffered. */
    Workload() {
        snapshots.add(snapshot(core.head().length()));
        commit(core.append("a", "b"), Durability.SYNC);
        datum("k", 3, Durability.SYNC);
        commit(core.append("c", "", "dd"), Durability.BUFFERED);
        checkpoint();
        commit(core.append("e", "f", "g"), Durability.SYNC);
        commit(core.truncate(4), Durability.SYNC);
        commit(core.append("xx"), Durability.BUFFERED);
        datum("big", 9000, Durability.SYNC);
        keepNoKeyPair();
        checkpoint();
        commit(core.append("y", "z", "1", "2", "3", "4", "5"), Durability.BUFFERED);
        commit(core.truncate(9), Durability.BUFFERED);
        datum("big", 0, Durability.BUFFERED);
        commit(core.truncate(0), Durability.SYNC);
        commit(core.append("new", "blocks"), Durability.SYNC);
        commit(
                core.append(IntStream.range(0, 900)
                        .mapToObj(i -> new byte[] {(byte) i})
                        .toList()),
                Durability.SYNC);
        clear();
        commit(core.append("last"), Durability.BUFFERED);
        compact();
        commit(core.append("behind"), Durability.BUFFERED);
        keepNoKeyPair();
    }

    List<Step> steps() {
        return steps;
    }

    /** What is stored after this many steps. */
    Snapshot after(int count) {
        return snapshots.get(count);
    }

    TestCore core() {
        return core;
    }

    static Corestore6 storage(Volume volume, IoScheduler io) {
        return new Corestore6(volume, new VolumeKey(volume), StorageOptions.on(io));
    }

    /** What is stored, read from files; null if there is no core. */
    Snapshot stored(Volume volume, IoScheduler io) {
        Corestore6 storage = storage(volume, io);
        try {
            StoredCore stored = storage.open(core.discoveryKey()).block();
            Snapshot snapshot = read(stored, stored.load().block());
            stored.close().block();
            return snapshot;
        } catch (CoreNotFoundException none) {
            return null;
        } finally {
            storage.close().block();
        }
    }

    /** Whether both say the same; the root hash is not logged, so it may be missing. */
    static boolean same(Snapshot found, Snapshot expected) {
        return found.head().length() == expected.head().length()
                && found.head().fork() == expected.head().fork()
                && found.head().signature().equals(expected.head().signature())
                && found.present().equals(expected.present())
                && found.blocks().equals(expected.blocks())
                && found.userData().equals(expected.userData());
    }

    private static Snapshot read(StoredCore stored, LoadedCore loaded) {
        List<ByteBuffer> blocks = new ArrayList<>();
        for (BlockRange range : loaded.present()) {
            List<TreeNode> leaves = stored.readNodes(LongStream.range(range.start(), range.end())
                            .map(block -> 2 * block)
                            .toArray())
                    .block();
            int[] lengths = leaves.stream().mapToInt(leaf -> (int) leaf.size()).toArray();
            long offset = range.start() == 0 ? 0 : offset(stored, range.start());
            blocks.addAll(stored.readBlocks(range.start(), offset, lengths).block());
        }
        return new Snapshot(loaded.head(), blocks, loaded.present(), loaded.userData());
    }

    private static long offset(StoredCore stored, long block) {
        return stored.readNodes(LongStream.range(0, block).map(leaf -> 2 * leaf).toArray()).block().stream()
                .mapToLong(TreeNode::size)
                .sum();
    }

    private void commit(CoreCommit commit, Durability durability) {
        steps.add(stored -> stored.commit(commit, durability));
        snapshots.add(snapshot(commit.head().length()));
    }

    private void datum(String key, int bytes, Durability durability) {
        ByteBuffer value = ByteBuffer.allocate(bytes);
        if (bytes == 0) {
            userData.remove(key);
        } else {
            userData.put(key, value);
        }
        commit(CoreCommit.to(core.head()).userData(key, value).build(), durability);
    }

    private void checkpoint() {
        CoreHead head = core.head();
        steps.add(stored -> stored.checkpoint(head));
        snapshots.add(snapshots.get(snapshots.size() - 1));
    }

    private void keepNoKeyPair() {
        steps.add(stored -> stored.replaceKeyPair(null));
        snapshots.add(snapshots.get(snapshots.size() - 1));
    }

    private void compact() {
        long end = core.byteLength();
        steps.add(stored -> stored.compact(List.of(ByteRange.of(0, 3), ByteRange.of(10, end))));
        snapshots.add(snapshots.get(snapshots.size() - 1));
    }

    private void clear() {
        isCleared = true;
        CoreHead head = core.head();
        CoreHead cleared = new CoreHead(head.fork(), head.length(), head.rootHash(), head.signature(), 1);
        CoreCommit commit = CoreCommit.to(cleared)
                .drop(BlockRange.of(1, 3))
                .free(new ByteRange(3, 10))
                .build();
        steps.add(stored -> stored.commit(commit, Durability.SYNC));
        snapshots.add(snapshot(head.length()));
    }

    private Snapshot snapshot(long length) {
        boolean cleared = isCleared;
        List<BlockRange> present = length == 0
                ? List.of()
                : cleared ? List.of(BlockRange.of(0, 1), BlockRange.of(3, length)) : List.of(BlockRange.of(0, length));
        List<ByteBuffer> blocks = present.stream()
                .flatMap(range -> core.blocks().subList((int) range.start(), (int) range.end()).stream())
                .map(block -> ByteBuffer.wrap(block.clone()))
                .toList();
        CoreHead head = core.head();
        long contiguous = cleared ? 1 : head.contiguousLength();
        return new Snapshot(
                new CoreHead(head.fork(), head.length(), head.rootHash(), head.signature(), contiguous),
                blocks,
                present,
                Map.copyOf(userData));
    }
}
