package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreCorruptException;
import io.corestore.key.Hash;
import io.corestore.merkle.NodeLookup;
import io.corestore.merkle.SubtreeCheck.Placed;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hashes the bytes of blocks as they are stored, where right nodes say that they are. */
final class LeafReader {
    private static final int RUN_BLOCKS = 1_024;
    private static final long RUN_BYTES = 4 << 20;
    private static final TreeNode LOST = new TreeNode(-1, 0, Hash.ZERO);

    private final StoredCore stored;

    LeafReader(StoredCore stored) {
        this.stored = stored;
    }

    /** The blocks, ascending, whose bytes do not have the hash of their right leaves. */
    Mono<List<BlockRange>> wrong(List<Placed> leaves) {
        List<BlockRange> bad = new ArrayList<>();
        return Flux.fromIterable(runs(leaves))
                .concatMap(run -> (run.size() == 1
                                ? oneByOne(run)
                                : hashes(run).onErrorResume(CoreCorruptException.class, error -> oneByOne(run)))
                        .collectList()
                        .doOnNext(found -> compare(run, found, bad)))
                .then(Mono.fromSupplier(() -> BlockRanges.merged(bad)));
    }

    /**
     * The right children of a node above two leaves, one of which is wrong: the other one and the bytes of the block tell
     * what it must be; none where they do not.
     */
    Mono<List<Placed>> mend(Placed parent, NodeLookup nodes) {
        long index = parent.node().index();
        if (FlatTree.depth(index) != 1) {
            return Mono.just(List.of());
        }
        TreeNode left = nodes.get(index - 1);
        TreeNode right = nodes.get(index + 1);
        long size = parent.node().size();
        Flux<TreeNode> lefts = candidates(left, right, size)
                .concatMap(bytes -> leafAt(index - 1, parent.byteOffset(), bytes))
                .startWith(left == null ? List.of() : List.of(left));
        Flux<TreeNode> rights = candidates(right, left, size)
                .concatMap(bytes -> leafAt(index + 1, parent.byteOffset() + size - bytes, bytes))
                .startWith(right == null ? List.of() : List.of(right));
        return lefts.collectList().zipWith(rights.collectList(), (ls, rs) -> pair(parent, ls, rs));
    }

    /** The leaf that the bytes of a block make; empty where there are none. */
    Mono<TreeNode> leafAt(long index, long byteOffset, long size) {
        if (size < 0 || size > Integer.MAX_VALUE) {
            return Mono.empty();
        }
        return stored.readBlocks(index / 2, byteOffset, new int[] {(int) size})
                .map(bytes -> new TreeHasher().leaf(index / 2, bytes.get(0)))
                .onErrorResume(CoreCorruptException.class, error -> Mono.empty());
    }

    private Flux<TreeNode> oneByOne(List<Placed> run) {
        return Flux.fromIterable(run)
                .concatMap(leaf -> leafAt(
                                leaf.node().index(),
                                leaf.byteOffset(),
                                leaf.node().size())
                        .defaultIfEmpty(LOST));
    }

    private static Flux<Long> candidates(@Nullable TreeNode own, @Nullable TreeNode sibling, long both) {
        TreeSet<Long> sizes = new TreeSet<>();
        if (own != null && own.size() <= both) {
            sizes.add(own.size());
        }
        if (sibling != null && sibling.size() <= both) {
            sizes.add(both - sibling.size());
        }
        return Flux.fromIterable(sizes);
    }

    private static List<Placed> pair(Placed parent, List<TreeNode> lefts, List<TreeNode> rights) {
        TreeHasher hasher = new TreeHasher();
        for (TreeNode left : lefts) {
            for (TreeNode right : rights) {
                if (left.size() + right.size() == parent.node().size()
                        && hasher.parent(left, right).equals(parent.node())) {
                    return List.of(
                            new Placed(left, parent.byteOffset()),
                            new Placed(right, parent.byteOffset() + left.size()));
                }
            }
        }
        return List.of();
    }

    private Flux<TreeNode> hashes(List<Placed> run) {
        int[] lengths = run.stream().mapToInt(leaf -> (int) leaf.node().size()).toArray();
        Placed first = run.get(0);
        return stored.readBlocks(first.node().index() / 2, first.byteOffset(), lengths)
                .flatMapIterable(blocks -> leaves(first.node().index() / 2, blocks));
    }

    private static List<TreeNode> leaves(long first, List<ByteBuffer> blocks) {
        TreeHasher hasher = new TreeHasher();
        List<TreeNode> leaves = new ArrayList<>(blocks.size());
        for (ByteBuffer block : blocks) {
            leaves.add(hasher.leaf(first + leaves.size(), block));
        }
        return leaves;
    }

    private static void compare(List<Placed> run, List<TreeNode> found, List<BlockRange> bad) {
        for (int i = 0; i < run.size(); i++) {
            if (!run.get(i).node().equals(found.get(i))) {
                long block = run.get(i).node().index() / 2;
                bad.add(BlockRange.of(block, block + 1));
            }
        }
    }

    /** Neighbours to be read together. A block too long for one read is alone, and its read fails. */
    private static List<List<Placed>> runs(List<Placed> leaves) {
        List<List<Placed>> runs = new ArrayList<>();
        List<Placed> run = new ArrayList<>();
        long bytes = 0;
        for (Placed leaf : leaves) {
            boolean follows = !run.isEmpty()
                    && run.get(run.size() - 1).node().index() + 2 == leaf.node().index();
            if (!follows || run.size() >= RUN_BLOCKS || bytes + leaf.node().size() > RUN_BYTES) {
                run = new ArrayList<>();
                runs.add(run);
                bytes = 0;
            }
            run.add(leaf);
            bytes += leaf.node().size();
        }
        return runs;
    }
}
