package io.corestore.sweep;

import java.util.List;

/** Lives that are known by their number. */
final class Workloads {
    static final List<List<Act>> NAMED = List.of(
            List.of(Act.APPEND, Act.APPEND, Act.BATCH, Act.REOPEN, Act.APPEND),
            List.of(Act.GROUP, Act.GROUP, Act.OTHER, Act.GROUP),
            List.of(Act.BATCH, Act.TRUNCATE, Act.APPEND, Act.TRUNCATE, Act.TRUNCATE, Act.BATCH),
            List.of(Act.BATCH, Act.CLEAR, Act.APPEND, Act.COMPACT, Act.REOPEN, Act.CLEAR),
            List.of(Act.BIG_NOTE, Act.BIG_NOTE, Act.BATCH, Act.NOTE, Act.REOPEN, Act.NOTE),
            List.of(Act.BUFFERED, Act.BUFFERED, Act.SYNC, Act.BUFFERED, Act.APPEND, Act.BUFFERED, Act.REOPEN),
            List.of(Act.BATCH, Act.PURGE, Act.OTHER, Act.PURGE),
            List.of(Act.FETCH, Act.REOPEN, Act.APPEND, Act.FETCH),
            List.of(Act.BUFFERED, Act.TRUNCATE, Act.BUFFERED, Act.BIG_NOTE, Act.BUFFERED, Act.CLEAR),
            List.of(Act.BATCH, Act.BIG_NOTE, Act.TRUNCATE, Act.BIG_NOTE, Act.REOPEN, Act.TRUNCATE),
            List.of(Act.OTHER, Act.APPEND, Act.FETCH, Act.OTHER, Act.GROUP, Act.REOPEN, Act.PURGE),
            List.of(Act.APPEND, Act.COMPACT, Act.BATCH, Act.TRUNCATE, Act.COMPACT, Act.REOPEN, Act.COMPACT));

    /** All acts between them. */
    static final List<List<Act>> FAULTS = List.of(
            List.of(Act.APPEND, Act.OTHER, Act.BATCH, Act.TRUNCATE, Act.APPEND, Act.REOPEN, Act.OTHER),
            List.of(Act.BIG_NOTE, Act.BATCH, Act.CLEAR, Act.BIG_NOTE, Act.COMPACT, Act.NOTE, Act.OTHER),
            List.of(Act.BUFFERED, Act.GROUP, Act.BUFFERED, Act.SYNC, Act.OTHER, Act.BUFFERED, Act.REOPEN),
            List.of(Act.OTHER, Act.BATCH, Act.PURGE, Act.OTHER, Act.REOPEN, Act.OTHER),
            List.of(Act.FETCH, Act.OTHER, Act.APPEND, Act.FETCH));

    private Workloads() {}
}
