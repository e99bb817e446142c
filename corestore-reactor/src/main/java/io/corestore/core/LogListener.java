package io.corestore.core;

import io.corestore.BlockRange;
import java.util.List;

/** Told of each change of a log after its commit, on any of the store's threads; must not block or throw. */
public interface LogListener {
    /** The tree moved, after what came with it was {@link #stored}: it grew, or was replaced by a fork. {@code shared} blocks stayed. */
    default void treeMoved(LogState before, LogState after, long shared) {}

    /** These blocks were appended here; {@link #treeMoved} follows. */
    default void appended(BlockRange range, long bytes) {}

    /** These blocks of peers, which came together, are stored from now on. */
    default void stored(List<Stored> runs) {}

    /** These blocks are stored no longer. */
    default void cleared(List<BlockRange> ranges) {}

    /** These blocks were damaged, and are {@link #cleared}, which was told before. */
    default void damaged(List<BlockRange> ranges) {}

    /** Neighbouring blocks of a peer, and how many bytes they are. */
    record Stored(BlockRange range, long bytes) {}

    /** What a peer sent could not be stored; it may be possible later. */
    default void storageFailed(Throwable error) {}

    /** Something is wanted of the log, or no longer. */
    default void demandChanged() {}
}
