package io.corestore.core;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.merkle.NodeMap;
import io.corestore.merkle.SubtreeCheck;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.StoredCore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds the roots of a core, some of which are stored wrong, by what is stored below them. */
final class RootMender {
    private static final int TRIES = 4_096;

    private final StoredCore stored;
    private final LeafReader leaves;

    RootMender(StoredCore stored) {
        this.stored = stored;
        this.leaves = new LeafReader(stored);
    }

    /**
     * Emits the roots that are right, nothing if none can be found.
     *
     * @param roots as stored
     * @param right whether roots are those that were signed
     */
    Mono<List<TreeNode>> mend(List<TreeNode> roots, Predicate<List<TreeNode>> right) {
        long[] offset = {0};
        return Flux.fromIterable(roots)
                .concatMap(root -> {
                    long start = offset[0];
                    offset[0] += root.size();
                    return candidates(root, start);
                })
                .collectList()
                .flatMap(choices ->
                        Mono.justOrEmpty(choices(choices).stream().filter(right).findFirst()));
    }

    private Mono<List<TreeNode>> candidates(TreeNode root, long offset) {
        Flux<TreeNode> computed = FlatTree.depth(root.index()) == 0
                ? stored.sizes()
                        .flatMapMany(sizes -> Flux.just(root.size(), sizes.data() - offset))
                        .concatMap(size -> leaves.leafAt(root.index(), offset, size))
                : stored.readNodes(SubtreeCheck.needs(root.index()))
                        .flatMapIterable(
                                below -> SubtreeCheck.candidates(root.index(), NodeMap.of(below), new TreeHasher()));
        return computed.startWith(root).distinct().collectList();
    }

    /** Every choice of one of each, as many as are tried. */
    private static List<List<TreeNode>> choices(List<List<TreeNode>> candidates) {
        List<List<TreeNode>> choices = List.of(List.of());
        for (List<TreeNode> next : candidates) {
            List<List<TreeNode>> longer = new ArrayList<>();
            for (List<TreeNode> choice : choices) {
                for (TreeNode node : next) {
                    if (longer.size() < TRIES) {
                        List<TreeNode> more = new ArrayList<>(choice);
                        more.add(node);
                        longer.add(more);
                    }
                }
            }
            choices = longer;
        }
        return choices;
    }
}
