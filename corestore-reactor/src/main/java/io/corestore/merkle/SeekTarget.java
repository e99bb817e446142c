package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.merkle.ByteSearch.End;
import io.corestore.message.Message.Seek;
import org.jspecify.annotations.Nullable;

/**
 * Finds the node that answers a seek within a proof (spec page 10, section 6.3): below a given node, or in the whole
 * tree that the proof is about.
 */
final class SeekTarget implements NodeQuery<Long> {
    /** The result of a seek behind the last byte of the tree. */
    static final long NONE = -1;

    private final Seek seek;
    private final long below;
    private final @Nullable ByteOffset offset;
    private @Nullable ByteSearch search;

    private SeekTarget(Seek seek, long below, @Nullable ByteOffset offset, @Nullable ByteSearch search) {
        this.seek = seek;
        this.below = below;
        this.offset = offset;
        this.search = search;
    }

    /** A search in the whole tree of {@code length} blocks. */
    static SeekTarget inTree(long length, Seek seek) {
        return new SeekTarget(seek, NONE, null, ByteSearch.among(FlatTree.roots(length), seek.bytes(), seek.padding()));
    }

    /** A search below one node of a tree; a position elsewhere is an {@link InvalidRequestException}. */
    static SeekTarget below(long node, Tree tree, Seek seek) {
        return new SeekTarget(seek, node, ByteOffset.of(tree, node, seek.padding()), null);
    }

    @Override
    public long[] needs() {
        if (search != null) {
            return search.needs();
        }
        LongList needs = new LongList();
        if (offset != null) {
            needs.addAll(offset.needs());
        }
        needs.add(below);
        return needs.sorted();
    }

    @Override
    public void answer(NodeLookup nodes) {
        try {
            if (search != null) {
                search.answer(nodes);
            } else if (offset != null) {
                search = enter(offset.run(nodes), nodes);
            }
        } catch (ArithmeticException absurd) {
            throw new InvalidRequestException("seek with a padding of " + seek.padding() + " bytes");
        }
    }

    @Override
    public Long result() {
        End end = search == null ? null : search.end();
        if (search == null || end == null) {
            throw new IllegalStateException("the search has not ended");
        }
        return end == End.BEYOND ? NONE : search.node();
    }

    private ByteSearch enter(long start, NodeLookup nodes) {
        long rest = seek.bytes() - start;
        if (rest != 0 && (rest < 0 || ByteSearch.size(nodes.require(below), seek.padding()) <= rest)) {
            throw new InvalidRequestException("byte " + seek.bytes() + " is not below node " + below);
        }
        return ByteSearch.below(below, rest, seek.padding());
    }
}
