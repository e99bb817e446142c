package io.corestore.merkle;

import io.corestore.encoding.FlatTree;
import java.util.function.LongPredicate;

/**
 * How far up a proof has to go to reach a node that is stored here: the {@code nodes} of a request (spec page 10,
 * section 6.4).
 */
public final class Hint {
    private static final long[] NOTHING = {};

    private Hint() {}

    /**
     * The indexes whose presence decides, ascending: the node itself and its ancestors within a tree of this length.
     *
     * @param index flat tree index of the block or node asked for
     */
    public static long[] candidates(long index, long length) {
        LongList path = new LongList();
        if (FlatTree.rightSpan(index) >= 2 * length) {
            return NOTHING;
        }
        for (long at = index; !FlatTree.covers(at, 2 * length); at = FlatTree.parent(at)) {
            path.add(at);
        }
        return path.sorted();
    }

    /** How many levels up from the node the first stored one is; 0 for a node beyond the length. */
    public static long count(long index, long length, LongPredicate stored) {
        if (FlatTree.rightSpan(index) >= 2 * length) {
            return 0;
        }
        long count = 0;
        for (long at = index; !FlatTree.covers(at, 2 * length) && !stored.test(at); at = FlatTree.parent(at)) {
            count++;
        }
        return count;
    }
}
