package io.corestore.core;

import io.corestore.encoding.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree nodes used last, in two generations: when the young one is full it becomes the old one, whose nodes are
 * dropped unless used again.
 */
final class NodeCache {
    private final int generation;
    private volatile Map<Long, TreeNode> young;
    private volatile Map<Long, TreeNode> old = Map.of();

    NodeCache(int generation) {
        this.generation = generation;
        this.young = new ConcurrentHashMap<>();
    }

    @Nullable
    TreeNode get(long index) {
        TreeNode node = young.get(index);
        if (node != null) {
            return node;
        }
        node = old.get(index);
        if (node != null) {
            put(node);
        }
        return node;
    }

    void put(TreeNode node) {
        if (young.size() >= generation) {
            rotate();
        }
        young.put(node.index(), node);
    }

    void putAll(List<TreeNode> nodes) {
        for (TreeNode node : nodes) {
            put(node);
        }
    }

    void clear() {
        young = new ConcurrentHashMap<>();
        old = Map.of();
    }

    private synchronized void rotate() {
        if (young.size() >= generation) {
            old = young;
            young = new ConcurrentHashMap<>(2 * generation);
        }
    }
}
