package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.encoding.TreeNode;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.storage.format.BitRange;
import io.corestore.storage.format.Entry;
import io.corestore.storage.format.Upgrade;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a commit into the entries of one atomic group. */
final class CommitEntries {
    /** Node reads arrays of at most 2^20 elements. */
    private static final int MAX_NODES = 1 << 16;

    private CommitEntries() {}

    /**
     * The entries of a commit; none if it changes nothing that is logged.
     *
     * @param staleEnd where bits end that were found right of the length: those the core grows over are dropped
     */
    static List<Entry> of(CoreCommit commit, CoreHead before, long staleEnd) {
        check(commit, before);
        List<Entry> group = new ArrayList<>();
        List<TreeNode> nodes = commit.nodes();
        while (nodes.size() > MAX_NODES) {
            group.add(new Entry(null, List.copyOf(nodes.subList(0, MAX_NODES)), null, null));
            nodes = nodes.subList(MAX_NODES, nodes.size());
        }
        Upgrade upgrade = upgrade(commit);
        Iterator<Map.Entry<String, ByteBuffer>> data =
                commit.userData().entrySet().iterator();
        Iterator<BitRange> bits = bits(commit, before, staleEnd).iterator();
        List<TreeNode> last = nodes.isEmpty() && upgrade == null ? null : List.copyOf(nodes);
        if (last != null || data.hasNext() || bits.hasNext()) {
            group.add(new Entry(datum(data), last, upgrade, bits.hasNext() ? bits.next() : null));
        }
        while (data.hasNext() || bits.hasNext()) {
            group.add(new Entry(datum(data), null, null, bits.hasNext() ? bits.next() : null));
        }
        return group;
    }

    private static void check(CoreCommit commit, CoreHead before) {
        CoreHead after = commit.head();
        if (commit.ancestors() == CoreCommit.TREE_UNMOVED) {
            if (after.length() != before.length() || after.fork() != before.fork()) {
                throw new IllegalArgumentException("the tree moved, but the commit does not say from where");
            }
        } else if (commit.ancestors() > before.length() || commit.ancestors() > after.length()) {
            throw new IllegalArgumentException("a tree of " + before.length() + " blocks and one of " + after.length()
                    + " cannot share " + commit.ancestors());
        }
    }

    private static @Nullable Upgrade upgrade(CoreCommit commit) {
        CoreHead head = commit.head();
        return commit.ancestors() == CoreCommit.TREE_UNMOVED
                ? null
                : new Upgrade(head.fork(), commit.ancestors(), head.length(), copy(head.signature()));
    }

    private static List<BitRange> bits(CoreCommit commit, CoreHead before, long staleEnd) {
        List<BitRange> bits = new ArrayList<>();
        long length = commit.head().length();
        if (commit.ancestors() != CoreCommit.TREE_UNMOVED) {
            add(bits, true, commit.ancestors(), before.length());
            add(bits, true, before.length(), Math.min(staleEnd, length));
        }
        for (BlockRange range : commit.dropped()) {
            BitRange drop = new BitRange(true, range.start(), range.isOpen() ? before.length() : range.end());
            if (!bits.contains(drop)) {
                add(bits, true, drop.start(), drop.end());
            }
        }
        commit.added().forEach(range -> add(bits, false, range.start(), range.isOpen() ? length : range.end()));
        return bits;
    }

    private static void add(List<BitRange> bits, boolean drop, long start, long end) {
        if (start < end) {
            bits.add(new BitRange(drop, start, end));
        }
    }

    private static Map.@Nullable Entry<String, ByteBuffer> datum(Iterator<Map.Entry<String, ByteBuffer>> data) {
        if (!data.hasNext()) {
            return null;
        }
        Map.Entry<String, ByteBuffer> datum = data.next();
        return Map.entry(datum.getKey(), copy(datum.getValue()));
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(bytes.duplicate()).flip();
        return copy.asReadOnlyBuffer();
    }
}
