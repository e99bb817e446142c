package io.corestore.process;

import io.corestore.process.Change.Kind;
import java.util.EnumSet;
import java.util.Set;

/** Moments in the life of a store's files at which a process can end. In the middle of a write half of it is written. */
enum Point {
    BEFORE_DATA,
    MID_DATA,
    AFTER_DATA,
    BEFORE_ENTRY,
    MID_ENTRY,
    AFTER_ENTRY,
    BEFORE_HEADER,
    MID_HEADER,
    AFTER_HEADER,
    BEFORE_LARGE_HEADER,
    MID_LARGE_HEADER,
    AFTER_LARGE_HEADER,
    BEFORE_NODES,
    MID_NODES,
    AFTER_NODES,
    BEFORE_PAGES,
    MID_PAGES,
    AFTER_PAGES,
    BEFORE_DATA_SYNC,
    AFTER_DATA_SYNC,
    BEFORE_OPLOG_SYNC,
    AFTER_OPLOG_SYNC,
    BEFORE_TREE_SYNC,
    AFTER_TREE_SYNC,
    BEFORE_BITFIELD_SYNC,
    AFTER_BITFIELD_SYNC,
    BEFORE_CREATION,
    MID_CREATION,
    AFTER_CREATION,
    MID_COMPACTION,
    BEFORE_RENAME,
    AFTER_RENAME,
    BEFORE_DELETION,
    AFTER_DELETION,
    BEFORE_TREE_CUT,
    AFTER_TREE_CUT,
    BEFORE_ENTRY_CUT,
    AFTER_ENTRY_CUT,
    BEFORE_TOMBSTONE,
    AFTER_TOMBSTONE;

    /** What a process does more often than else, so that it gets there soon. */
    Set<Kind> reachedBy() {
        return switch (this) {
            case BEFORE_LARGE_HEADER, MID_LARGE_HEADER, AFTER_LARGE_HEADER -> EnumSet.of(Kind.DATUM, Kind.COMPACT);
            case BEFORE_NODES,
                    MID_NODES,
                    AFTER_NODES,
                    BEFORE_PAGES,
                    MID_PAGES,
                    AFTER_PAGES,
                    BEFORE_TREE_SYNC,
                    AFTER_TREE_SYNC,
                    BEFORE_BITFIELD_SYNC,
                    AFTER_BITFIELD_SYNC,
                    BEFORE_HEADER,
                    MID_HEADER,
                    AFTER_HEADER,
                    MID_COMPACTION,
                    BEFORE_RENAME,
                    AFTER_RENAME -> EnumSet.of(Kind.COMPACT);
            case BEFORE_TREE_CUT, AFTER_TREE_CUT, BEFORE_ENTRY_CUT, AFTER_ENTRY_CUT ->
                EnumSet.of(Kind.TRUNCATE, Kind.COMPACT);
            case BEFORE_CREATION,
                    MID_CREATION,
                    AFTER_CREATION,
                    BEFORE_DELETION,
                    AFTER_DELETION,
                    BEFORE_TOMBSTONE,
                    AFTER_TOMBSTONE -> EnumSet.of(Kind.CREATE, Kind.PURGE);
            default -> EnumSet.noneOf(Kind.class);
        };
    }
}
