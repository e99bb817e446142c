package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.Durability;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.StoredCore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Mends what is wrong in a log: durable before it is published, whatever the level, and moved into place at once, so that
 * the log of changes tells no other implementation of nodes that are not there.
 */
final class Mender {
    private static final int SUSPECTS = 1_024;

    private final Log log;
    private final StoredCore stored;
    private final Inspector inspector;
    private final Set<Long> suspected = ConcurrentHashMap.newKeySet();

    Mender(Log log, StoredCore stored) {
        this.log = log;
        this.stored = stored;
        this.inspector = new Inspector(log, stored);
    }

    /** See {@link Inspector#suspects}. */
    Flux<BlockRange> suspects() {
        return inspector.suspects();
    }

    /** What is wrong in a part; called by the writer alone. */
    Mono<Findings> inspect(BlockRange range) {
        return inspector.inspect(range.clampTo(log.state().length()));
    }

    /** Mends a part; called by the writer alone. Emits what was wrong. */
    Mono<Findings> mend(BlockRange range) {
        return inspect(range)
                .flatMap(found -> found.isSound()
                        ? Mono.just(found)
                        : below(found.cut(), new ArrayList<>())
                                .flatMap(blanks -> commit(found, blanks))
                                .thenReturn(found));
    }

    /** Looks after a node in the background, unless that was done before and was of no use. */
    void suspect(long node, Function<BlockRange, Mono<Findings>> mend) {
        if (suspected.size() >= SUSPECTS || !suspected.add(node)) {
            return;
        }
        long block = FlatTree.leftSpan(node) / 2;
        mend.apply(BlockRange.of(block, block + 1))
                .filter(found -> !found.isSound())
                .subscribe(mended -> suspected.remove(node), failed -> {});
    }

    private Mono<Void> commit(Findings found, List<TreeNode> blanks) {
        LogState before = log.state();
        List<BlockRange> dropped = found.badBlocksIn(log.bitfield());
        long contiguous =
                dropped.isEmpty() ? before.contiguousLength() : dropped.get(0).start();
        LogState after = before.withContiguousLength(Math.min(before.contiguousLength(), contiguous));
        List<TreeNode> nodes = new ArrayList<>(found.fixes());
        nodes.addAll(blanks);
        nodes.sort(Comparator.comparingLong(TreeNode::index));
        CoreCommit.Builder commit = CoreCommit.to(after.head()).nodes(nodes);
        dropped.forEach(commit::drop);
        return stored.commit(commit.build(), Durability.SYNC)
                .doOnSuccess(done -> log.publishMended(after, dropped))
                .then(Mono.defer(() -> stored.checkpoint(after.head()).onErrorComplete()));
    }

    /** Blanks for all nodes that are stored below others. */
    private Mono<List<TreeNode>> below(List<Long> nodes, List<TreeNode> blanks) {
        long[] children = nodes.stream()
                .filter(node -> (node & 1) == 1)
                .flatMap(node -> java.util.stream.Stream.of(FlatTree.leftChild(node), FlatTree.rightChild(node)))
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        if (children.length == 0) {
            return Mono.just(blanks);
        }
        return stored.readNodes(children).flatMap(found -> {
            found.forEach(node -> blanks.add(new TreeNode(node.index(), 0, Hash.ZERO)));
            return below(found.stream().map(TreeNode::index).toList(), blanks);
        });
    }
}
