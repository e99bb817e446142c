package io.corestore.core;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.merkle.NodeLookup;
import io.corestore.merkle.NodeMap;
import io.corestore.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The stored nodes below others that are known to be right: a pair of children whose parent is not what they hash to is
 * left out with all below it. Subtrees of {@link #DEPTH} levels are read in one go.
 */
final class TreeCopy {
    private static final int DEPTH = 13;
    private final Function<long[], Mono<List<TreeNode>>> read;
    private final TreeHasher hasher = new TreeHasher();

    /** @param read reads those of these nodes that are stored */
    TreeCopy(Function<long[], Mono<List<TreeNode>>> read) {
        this.read = read;
    }

    /** In pieces of bounded size; subscribed to once. */
    Flux<List<TreeNode>> below(List<TreeNode> known) {
        return Flux.fromIterable(known).concatMap(this::below);
    }

    private Flux<List<TreeNode>> below(TreeNode node) {
        int depth = FlatTree.depth(node.index());
        if (depth == 0) {
            return Flux.empty();
        }
        return depth <= DEPTH ? subtree(node) : children(node);
    }

    private Flux<List<TreeNode>> subtree(TreeNode top) {
        long[] indexes = LongStream.rangeClosed(FlatTree.leftSpan(top.index()), FlatTree.rightSpan(top.index()))
                .filter(index -> index != top.index())
                .toArray();
        return read.apply(indexes)
                .map(found -> {
                    List<TreeNode> right = new ArrayList<>(found.size());
                    collect(top, NodeMap.of(found), right);
                    return right;
                })
                .filter(right -> !right.isEmpty())
                .flux();
    }

    private Flux<List<TreeNode>> children(TreeNode parent) {
        long[] indexes = {FlatTree.leftChild(parent.index()), FlatTree.rightChild(parent.index())};
        return read.apply(indexes).flatMapMany(found -> {
            List<TreeNode> pair = pair(parent, NodeMap.of(found));
            return pair == null ? Flux.empty() : Flux.just(pair).concatWith(below(pair));
        });
    }

    private void collect(TreeNode parent, NodeLookup found, List<TreeNode> right) {
        if (FlatTree.depth(parent.index()) == 0) {
            return;
        }
        List<TreeNode> pair = pair(parent, found);
        if (pair != null) {
            right.addAll(pair);
            pair.forEach(child -> collect(child, found, right));
        }
    }

    private @Nullable List<TreeNode> pair(TreeNode parent, NodeLookup found) {
        TreeNode left = found.get(FlatTree.leftChild(parent.index()));
        TreeNode right = found.get(FlatTree.rightChild(parent.index()));
        return left != null && right != null && isParent(parent, left, right) ? List.of(left, right) : null;
    }

    private boolean isParent(TreeNode parent, TreeNode left, TreeNode right) {
        try {
            return hasher.parent(left, right).equals(parent);
        } catch (ArithmeticException sizesOfNobody) {
            return false;
        }
    }
}
