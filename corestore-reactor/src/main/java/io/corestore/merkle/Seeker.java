package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import io.corestore.merkle.ByteSearch.End;

/** Finds the block that holds a byte position (spec page 10, section 4), by the sizes of stored nodes. */
public final class Seeker implements NodeQuery<SeekResult> {
    private final Tree tree;
    private final ByteSearch search;
    private final long bytes;

    private Seeker(Tree tree, long bytes, long padding) {
        this.tree = tree;
        this.bytes = bytes;
        search = ByteSearch.among(FlatTree.roots(tree.length()), bytes, padding);
        answerRoots();
    }

    /**
     * Searches a tree.
     *
     * @param bytes the position, counted from the start of the core, at least 0
     * @param padding how many bytes each block is longer than its content
     */
    public static Seeker of(Tree tree, long bytes, long padding) {
        if (bytes < 0 || padding < 0) {
            throw new IllegalArgumentException("position " + bytes + ", padding " + padding);
        }
        return new Seeker(tree, bytes, padding);
    }

    @Override
    public long[] needs() {
        return search.needs();
    }

    @Override
    public void answer(NodeLookup nodes) {
        search.answer(nodes);
        answerRoots();
    }

    @Override
    public SeekResult result() {
        End end = search.end();
        if (bytes == 0) {
            return new SeekResult.Found(0, 0);
        }
        if (end == null) {
            throw new IllegalStateException("the search has not ended");
        }
        long node = search.node();
        return switch (end) {
            case START -> new SeekResult.Found(FlatTree.leftSpan(node) / 2, 0);
            case LEAF -> new SeekResult.Found(node / 2, search.rest());
            case BEHIND -> new SeekResult.Found(FlatTree.rightSpan(node) / 2 + 1, 0);
            case UNRESOLVED -> new SeekResult.Unresolved(FlatTree.leftSpan(node) / 2, FlatTree.rightSpan(node) / 2 + 1);
            case BEYOND -> new SeekResult.Beyond();
        };
    }

    private void answerRoots() {
        while (search.needs().length > 0 && tree.root(search.needs()[0]) != null) {
            search.answer(tree::root);
        }
    }
}
