package io.corestore;

/** What an audit does about what it finds. */
public enum AuditMode {
    /** Nothing: not a byte is written. */
    DRY_RUN,
    /** Computes wrong tree nodes anew where that is possible, and gives up bad blocks, durably, so that they can be fetched again. */
    REPAIR
}
