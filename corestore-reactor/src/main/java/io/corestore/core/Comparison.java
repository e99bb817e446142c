package io.corestore.core;

/** How a peer's proof of its tree goes with the log's own tree. */
public enum Comparison {
    /** It is the same tree, or one that cannot be compared. */
    AGREES,
    /** It proves nothing. */
    INVALID,
    /** Its owner signed two histories of one length. */
    CONFLICTS
}
