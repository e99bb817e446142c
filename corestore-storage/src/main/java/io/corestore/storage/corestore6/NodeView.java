package io.corestore.storage.corestore6;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes count, as a reader may keep it while the writer goes on: those logged and not yet in the tree file shadow
 * it, and nothing counts whose blocks reach beyond the length.
 */
final class NodeView {
    /** The limit of a tree file without stale nodes. */
    static final long NO_LIMIT = Long.MAX_VALUE;

    private final long length;
    private final long limit;
    private final ConcurrentMap<Long, TreeNode> logged;

    /**
     * No logged nodes.
     *
     * @param length of the core in blocks
     * @param limit of the tree file: its nodes that reach beyond this many blocks are stale
     */
    NodeView(long length, long limit) {
        this(length, limit, new ConcurrentHashMap<>());
    }

    private NodeView(long length, long limit, ConcurrentMap<Long, TreeNode> logged) {
        this.length = length;
        this.limit = limit;
        this.logged = logged;
    }

    /** Whether all blocks below a node are among the first {@code length}. */
    static boolean within(long index, long length) {
        return FlatTree.rightSpan(index) >> 1 < length;
    }

    boolean counts(long index) {
        return within(index, length);
    }

    boolean countsInFile(long index) {
        return within(index, Math.min(length, limit));
    }

    @Nullable
    TreeNode logged(long index) {
        return logged.get(index);
    }

    long length() {
        return length;
    }

    long limit() {
        return limit;
    }

    /** The logged nodes that count, ascending. */
    List<TreeNode> nodes() {
        return logged.values().stream()
                .filter(node -> counts(node.index()))
                .sorted((a, b) -> Long.compare(a.index(), b.index()))
                .toList();
    }

    void addAll(@Nullable List<TreeNode> nodes) {
        if (nodes != null) {
            nodes.forEach(node -> logged.put(node.index(), node));
        }
    }

    /** A view in which nothing right of {@code ancestors} blocks is known; this one stays as it is. */
    NodeView cutTo(long ancestors) {
        ConcurrentMap<Long, TreeNode> kept = new ConcurrentHashMap<>();
        logged.forEach((index, node) -> {
            if (within(index, ancestors)) {
                kept.put(index, node);
            }
        });
        return new NodeView(Math.min(length, ancestors), Math.min(limit, ancestors), kept);
    }

    NodeView withLimit(long blocks) {
        return new NodeView(length, blocks, logged);
    }

    NodeView withLength(long blocks) {
        return new NodeView(blocks, limit, logged);
    }
}
