package io.corestore.core;

import io.corestore.encoding.TreeNode;
import io.corestore.merkle.NodeLookup;
import io.corestore.merkle.NodeMap;
import io.corestore.merkle.NodeQuery;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeHasher;
import io.corestore.merkle.TrustedNodes;
import io.corestore.spi.StoredCore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * The tree nodes of a log: those used last from memory, the others from storage, with their neighbours. What is read
 * from storage is verified up to the roots, or to nodes verified before, and what does not lead there counts as not
 * stored: no wrong node is ever proved, signed or measured with.
 */
final class Nodes {
    private static final int GENERATION = 16_384;
    private static final int WINDOW = 128;
    private static final long[] NOTHING = {};

    private final Supplier<Tree> tree;
    private final StoredCore stored;
    private final LongConsumer suspects;
    private volatile Era era;

    /**
     * The nodes of a log.
     *
     * @param tree the committed one
     * @param suspects told of nodes that are stored and wrong, or whose sibling is
     */
    Nodes(Supplier<Tree> tree, StoredCore stored, LongConsumer suspects) {
        this.tree = tree;
        this.stored = stored;
        this.suspects = suspects;
        this.era = new Era(tree.get().fork(), new NodeCache(GENERATION));
    }

    /** The nodes known of one fork. */
    private record Era(long fork, NodeCache cache) {}

    /** A tree and what is known of its fork: nothing while the one has been replaced and the other has not yet. */
    private record View(Tree tree, NodeCache cache) {}

    private View view() {
        Era known = era;
        Tree now = tree.get();
        return new View(now, known.fork() == now.fork() ? known.cache() : new NodeCache(GENERATION));
    }

    /** Runs a query, reading what it needs. */
    <T> Mono<T> run(NodeQuery<T> query) {
        return run(query, index -> null);
    }

    /** Runs a query over nodes that are not stored yet and, where these do not know, those that are. */
    <T> Mono<T> run(NodeQuery<T> query, NodeLookup first) {
        return Mono.defer(() -> {
            while (query.needs().length > 0) {
                NodeCache cache = view().cache(); // one and the same for both looks
                long[] needs = unknown(query.needs(), first, cache);
                if (needs.length > 0) {
                    return load(needs).flatMap(found -> {
                        query.answer(over(first, found));
                        return run(query, first);
                    });
                }
                query.answer(over(first, cache::get));
            }
            return Mono.justOrEmpty(query.result());
        });
    }

    /** The nodes at these indexes, as far as they are stored and right. */
    Mono<NodeLookup> load(long[] indexes) {
        View view = view();
        List<TreeNode> known = new ArrayList<>(indexes.length);
        TreeSet<Long> missing = new TreeSet<>();
        for (long index : indexes) {
            TreeNode node = view.cache().get(index);
            if (node != null) {
                known.add(node);
            } else {
                addWindow(missing, index);
            }
        }
        if (missing.isEmpty()) {
            return Mono.just(NodeMap.of(known));
        }
        return read(view, missing.stream().mapToLong(Long::longValue).toArray()).map(read -> {
            known.addAll(read);
            return NodeMap.of(known);
        });
    }

    private Mono<List<TreeNode>> read(View view, long[] indexes) {
        TrustedNodes check = TrustedNodes.of(view.tree(), indexes, view.cache()::get, new TreeHasher());
        return stored.readNodes(check.needs()).map(read -> {
            check.answer(NodeMap.of(read));
            List<TreeNode> right = check.result();
            view.cache().putAll(right);
            if (check.suspect() >= 0 && view().cache() == view.cache()) {
                suspects.accept(check.suspect());
            }
            return right;
        });
    }

    /** Takes nodes that lead to the roots. */
    void add(List<TreeNode> nodes) {
        era.cache().putAll(nodes);
    }

    /**
     * Forgets everything: the tree was mended, or is about to be replaced by that of another fork. What is still being read
     * then is forgotten too.
     */
    void clear(long fork) {
        era = new Era(fork, new NodeCache(GENERATION));
    }

    /** The fork whose nodes are known, which changes before the tree does. */
    long fork() {
        return era.fork();
    }

    /** All of the indexes that have to be looked up, if any has to be read. */
    private static long[] unknown(long[] indexes, NodeLookup first, NodeCache cache) {
        long[] rest = new long[indexes.length];
        int size = 0;
        boolean cached = true;
        for (long index : indexes) {
            if (first.get(index) == null) {
                rest[size++] = index;
                cached &= cache.get(index) != null;
            }
        }
        return cached ? NOTHING : Arrays.copyOf(rest, size);
    }

    private NodeLookup over(NodeLookup first, NodeLookup second) {
        return index -> {
            TreeNode node = first.get(index);
            return node != null ? node : second.get(index);
        };
    }

    /** Whoever needs a node low in the tree is likely to need those beside it. */
    private static void addWindow(TreeSet<Long> indexes, long index) {
        if (Long.numberOfTrailingZeros(~index) > Integer.numberOfTrailingZeros(WINDOW)) {
            indexes.add(index);
            return;
        }
        long start = index / WINDOW * WINDOW;
        for (long i = start; i < start + WINDOW; i++) {
            indexes.add(i);
        }
    }
}
