package io.corestore;

/** What happened to a core, told after it happened and was committed. */
public sealed interface CoreEvent {
    /** The core grew, by an append here or by an upgrade from a peer. */
    record Grown(long length, long byteLength) implements CoreEvent {}

    /** The core was cut back to {@code length} and continues as {@code fork}. */
    record Truncated(long length, long fork) implements CoreEvent {}

    /** A block arrived from a peer, was verified and stored. */
    record Downloaded(long index, int bytes) implements CoreEvent {}

    /** A block was sent to a peer. */
    record Uploaded(long index, int bytes) implements CoreEvent {}

    /** A peer that shares this core came; {@code remoteKey} is its public key in hex. */
    record PeerJoined(String remoteKey) implements CoreEvent {}

    /** A peer that shared this core went. */
    record PeerLeft(String remoteKey) implements CoreEvent {}
}
