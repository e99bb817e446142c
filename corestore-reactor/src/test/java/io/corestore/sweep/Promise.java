package io.corestore.sweep;

/** What the end of an act promises. */
enum Promise {
    /** A signature, and all before it, is on disk. */
    SIGNED,
    /** It is on disk, and all before it; that blocks were only buffered is not forgotten. */
    STORED,
    /** The system has it. */
    BUFFERED
}
