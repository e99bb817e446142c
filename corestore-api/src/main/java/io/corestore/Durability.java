package io.corestore;

/** When a write counts as done. */
public enum Durability {
    /** It is on disk: it survives a power cut. Writes that wait together share one sync. The default. */
    SYNC,
    /**
     * The operating system has it: it survives the end of the process, not a power cut. What Node's corestore does. After a
     * power cut the core is read-only until peers were asked or {@link Core#release()} was called, since peers may hold
     * blocks that it lost.
     */
    BUFFERED
}
