package io.corestore.core;

import io.corestore.BlockRange;

/** Told of each change of a log after its commit, on any of the store's threads; must not block or throw. */
public interface LogListener {
    /** The tree moved: it grew, or was replaced by a fork. {@code shared} blocks stayed. */
    void treeMoved(LogState before, LogState after, long shared);

    /** These blocks of a peer, of so many bytes, are stored from now on. */
    void stored(BlockRange range, long bytes);

    /** Something is wanted of the log, or no longer. */
    void demandChanged();
}
