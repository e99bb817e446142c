package io.corestore;

/** When a write counts as done. */
public enum Durability {
    /** It is on disk: it survives a power cut. Writes that wait together share one sync. The default. */
    SYNC,
    /** The operating system has it: it survives the end of the process, not a power cut. What Node's corestore does. */
    BUFFERED
}
