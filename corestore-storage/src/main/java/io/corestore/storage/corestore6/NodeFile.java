package io.corestore.storage.corestore6;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.storage.format.NodeRecord;
import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The tree file of one core (spec page 23, section 1). */
final class NodeFile {
    private static final int GAP_NODES = 4096 / NodeRecord.BYTES;
    private static final int READ_NODES = 4096;
    private static final int CHUNK_NODES = 16 * 1024;
    private final PooledFile file;

    NodeFile(PooledFile file) {
        this.file = file;
    }

    /** Whether the file has nodes that a tree of this many blocks does not have: they are left over from a longer one. */
    boolean hasNodesBehind(long length) {
        return file.size() > NodeRecord.nodes(length) * NodeRecord.BYTES
                || crossing(length).stream().anyMatch(this::isStored);
    }

    private boolean isStored(long index) {
        ByteBuffer bytes = ByteBuffer.allocate(NodeRecord.BYTES);
        return file.read(index * NodeRecord.BYTES, bytes) && NodeRecord.decode(index, bytes.array(), 0) != null;
    }

    /** The stored ones of these nodes, given ascending; near ones are read together. */
    List<TreeNode> read(NodeView view, long[] indexes) {
        List<TreeNode> found = new ArrayList<>(indexes.length);
        int at = 0;
        while (at < indexes.length) {
            TreeNode logged = view.logged(indexes[at]);
            if (logged != null && view.counts(indexes[at])) {
                if (!NodeRecord.isBlank(logged)) {
                    found.add(logged);
                }
                at++;
            } else if (!view.countsInFile(indexes[at])) {
                at++;
            } else {
                at = readRun(view, indexes, at, found);
            }
        }
        return found;
    }

    private int readRun(NodeView view, long[] indexes, int from, List<TreeNode> found) {
        int to = from + 1;
        while (to < indexes.length
                && indexes[to] - indexes[to - 1] <= GAP_NODES
                && indexes[to] - indexes[from] < READ_NODES
                && view.countsInFile(indexes[to])
                && view.logged(indexes[to]) == null) {
            to++;
        }
        long first = indexes[from];
        ByteBuffer bytes = ByteBuffer.allocate((int) (indexes[to - 1] - first + 1) * NodeRecord.BYTES);
        file.readUpTo(first * NodeRecord.BYTES, bytes);
        for (int i = from; i < to; i++) {
            int offset = (int) (indexes[i] - first) * NodeRecord.BYTES;
            TreeNode node = offset + NodeRecord.BYTES <= bytes.position()
                    ? NodeRecord.decode(indexes[i], bytes.array(), offset)
                    : null;
            if (node != null) {
                found.add(node);
            }
        }
        return to;
    }

    /** Writes nodes, given ascending; neighbours go together. */
    void write(List<TreeNode> nodes) {
        int from = 0;
        while (from < nodes.size()) {
            int to = from + 1;
            while (to < nodes.size()
                    && to - from < CHUNK_NODES
                    && nodes.get(to).index() == nodes.get(to - 1).index() + 1) {
                to++;
            }
            ByteBuffer bytes = ByteBuffer.allocate((to - from) * NodeRecord.BYTES);
            nodes.subList(from, to).forEach(node -> NodeRecord.encode(node, bytes));
            file.write(nodes.get(from).index() * NodeRecord.BYTES, bytes.flip());
            from = to;
        }
    }

    /**
     * Blanks the nodes of an older tree that would count in the new one: those that reach beyond {@code limit} blocks but
     * not beyond {@code length}.
     */
    void blankStale(long limit, long length) {
        long end = Math.min(file.size() / NodeRecord.BYTES, NodeRecord.nodes(length));
        for (long node : crossing(limit)) {
            if (NodeView.within(node, length)) {
                blank(node, Math.min(node + 1, end));
            }
        }
        long from = NodeRecord.nodes(limit);
        for (long kept : crossing(length)) {
            if (kept >= from) {
                blank(from, Math.min(kept, end));
                from = kept + 1;
            }
        }
        blank(from, end);
    }

    /** Removes every node right of the length: parents that cross it, then the rest of the file. */
    void trim(long length) {
        long size = file.size();
        for (long node : crossing(length)) {
            blank(node, Math.min(node + 1, size / NodeRecord.BYTES));
        }
        long kept = NodeRecord.nodes(length) * NodeRecord.BYTES;
        if (size > kept) {
            file.truncate(kept);
        }
    }

    void sync() {
        file.sync();
    }

    /** The parents that start within a tree of this length, are left of its last leaf, and reach beyond it; ascending. */
    private static List<Long> crossing(long length) {
        List<Long> nodes = new ArrayList<>();
        long last = 2 * length - 2;
        long node = last;
        while (length > 0 && (FlatTree.leftSpan(node) > 0 || node <= last)) {
            node = FlatTree.parent(node);
            if (node < last && !NodeView.within(node, length)) {
                nodes.add(node);
            }
        }
        nodes.sort(null);
        return nodes;
    }

    private void blank(long from, long to) {
        for (long at = from; at < to; at += CHUNK_NODES) {
            int nodes = (int) Math.min(CHUNK_NODES, to - at);
            file.write(at * NodeRecord.BYTES, ByteBuffer.allocate(nodes * NodeRecord.BYTES));
        }
    }
}
