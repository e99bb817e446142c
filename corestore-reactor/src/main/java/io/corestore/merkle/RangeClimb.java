package io.corestore.merkle;

import io.corestore.encoding.FlatTree;

/**
 * The levels that a run of blocks goes through on its way to the roots, the lowest first. At each level the run is made
 * of the nodes with offsets {@code first} to {@code last}; the last of them may be a root, which is done then. What
 * remains is completed by a sibling at either end.
 */
final class RangeClimb {
    private final long length;
    private long first;
    private long last;
    private int depth = -1;
    private boolean atRoot;

    /** A climb from blocks {@code first} to {@code last}, inclusive, of a tree of {@code length}. */
    RangeClimb(long length, long first, long last) {
        this.length = length;
        this.first = first;
        this.last = last;
    }

    /** Goes to the next level, the first time to the leaves. False if all of the run has come to roots. */
    boolean next() {
        if (depth >= 0) {
            if (!goesOn()) {
                return false;
            }
            last = (atRoot ? last - 1 : last) >> 1;
            first >>= 1;
        }
        depth++;
        long complete = length >> depth;
        atRoot = (complete & 1) == 1 && last == complete - 1;
        return true;
    }

    /** Whether the last node of the run is a root. */
    boolean atRoot() {
        return atRoot;
    }

    /** The index of the last node of the run. */
    long lastIndex() {
        return FlatTree.index(depth, last);
    }

    /** Whether anything of the run goes on to the next level. */
    boolean goesOn() {
        return !atRoot || first < last;
    }

    boolean needsLeft() {
        return goesOn() && (first & 1) == 1;
    }

    boolean needsRight() {
        return !atRoot && (last & 1) == 0;
    }

    long leftSibling() {
        return FlatTree.index(depth, first - 1);
    }

    long rightSibling() {
        return FlatTree.index(depth, last + 1);
    }
}
