package io.corestore.core;

import io.corestore.encoding.TreeNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tree nodes used last, in two generations: when the young one is full it becomes the old one, whose nodes are dropped
 * unless used again.
 */
final class NodeCache {
    private final int generation;
    private volatile Generations now = new Generations(new ConcurrentHashMap<>(), Map.of());

    NodeCache(int generation) {
        this.generation = generation;
    }

    private record Generations(Map<Long, TreeNode> young, Map<Long, TreeNode> old) {}

    @Nullable
    TreeNode get(long index) {
        Generations current = now;
        TreeNode node = current.young.get(index);
        if (node != null) {
            return node;
        }
        node = current.old.get(index);
        if (node != null) {
            put(current, node);
        }
        return node;
    }

    void putAll(List<TreeNode> nodes) {
        nodes.forEach(node -> put(now, node));
    }

    private void put(Generations then, TreeNode node) {
        then.young.put(node.index(), node);
        if (then.young.size() >= generation) {
            rotate(then);
        }
    }

    private synchronized void rotate(Generations full) {
        if (full == now) {
            now = new Generations(new ConcurrentHashMap<>(2 * generation), full.young);
        }
    }
}
