package io.corestore.core;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.BlockUnavailableException;
import io.corestore.key.Hash;
import io.corestore.merkle.ByteOffset;
import io.corestore.merkle.MissingNodeException;
import io.corestore.merkle.Seeker;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeHasher;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** What the stored nodes of a log tell, as far as they are stored. */
public final class LogTree {
    private final Log log;
    private final Nodes nodes;

    LogTree(Log log, Nodes nodes) {
        this.log = log;
        this.nodes = nodes;
    }

    /**
     * Where a byte is, as far as stored nodes tell.
     *
     * @param bytes the position, counted from the start of the core
     * @param padding how many bytes each block is longer than its content
     */
    public Mono<Sought> seek(long bytes, long padding) {
        return Mono.defer(() -> nodes.run(Seeker.of(log.state().tree(), bytes, padding)))
                .map(Sought::of);
    }

    /** Whether all roots of an earlier length are stored. */
    public Mono<Boolean> hasRoots(long length) {
        long[] roots = FlatTree.roots(length);
        return nodes.load(roots)
                .map(found -> {
                    for (long root : roots) {
                        if (found.get(root) == null) {
                            return false;
                        }
                    }
                    return true;
                })
                .onErrorReturn(false);
    }

    /** The hash over the roots of an earlier length. */
    public Mono<Hash> treeHash(long length) {
        return Mono.defer(() -> {
            LogState now = log.state();
            if (length == now.length()) {
                return Mono.just(now.rootHash());
            }
            long[] indexes = FlatTree.roots(length);
            return nodes.load(indexes).map(found -> {
                List<TreeNode> roots = new ArrayList<>();
                for (long index : indexes) {
                    TreeNode root = found.get(index);
                    if (root == null) {
                        throw new BlockUnavailableException("core " + log.discoveryKey()
                                + " does not hold the tree of its first " + length + " blocks");
                    }
                    roots.add(root);
                }
                return new TreeHasher().treeHash(roots);
            });
        });
    }

    Mono<Long> byteOffset(Tree tree, long block) {
        return nodes.run(ByteOffset.of(tree, 2 * block)).onErrorMap(MissingNodeException.class, log::corrupt);
    }
}
