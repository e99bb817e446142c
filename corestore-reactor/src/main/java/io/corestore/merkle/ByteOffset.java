package io.corestore.merkle;

import java.util.Arrays;

/** Where the first byte below a node is, counted from the start of the core (spec page 10, section 4). */
public final class ByteOffset implements NodeQuery<Long> {
    private static final long[] NOTHING = {};

    private final Tree tree;
    private final long padding;
    private final long[] before;
    private long[] needs;
    private long offset;

    private ByteOffset(Tree tree, long index, long padding) {
        this.tree = tree;
        this.padding = padding;
        before = Climb.before(index, tree.length());
        needs = Arrays.stream(before).filter(node -> tree.root(node) == null).toArray();
        if (needs.length == 0) {
            answer(tree::root);
        }
    }

    /**
     * The offset of a node.
     *
     * @param index a flat tree index below the tree's length
     */
    public static ByteOffset of(Tree tree, long index) {
        return of(tree, index, 0);
    }

    /** The offset without the padding of each block. */
    static ByteOffset of(Tree tree, long index, long padding) {
        return new ByteOffset(tree, index, padding);
    }

    @Override
    public long[] needs() {
        return needs;
    }

    @Override
    public void answer(NodeLookup nodes) {
        NodeLookup all = tree.over(nodes);
        for (long index : before) {
            offset = Math.addExact(offset, ByteSearch.size(all.require(index), padding));
        }
        needs = NOTHING;
    }

    @Override
    public Long result() {
        if (needs.length > 0) {
            throw new IllegalStateException("nodes are still needed");
        }
        return offset;
    }
}
