package io.corestore;

import io.corestore.key.Manifest;

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

    /** Blocks were given up here; they are still part of the core. */
    record Cleared(BlockRange range) implements CoreEvent {}

    /** Nothing acknowledged is missing, as peers or {@link Core#release()} said: whoever has the key may write again. */
    record Trusted() implements CoreEvent {}

    /**
     * Stored blocks turned out not to be those that were signed, or to hang on tree nodes that are not. They are stored no
     * longer; they are fetched again from peers that have them.
     */
    record Damaged(BlockRange range) implements CoreEvent {}

    /** Blocks that were {@link Damaged} are stored again. */
    record Repaired(BlockRange range) implements CoreEvent {}

    /** The manifest of a core known by key became known. */
    record ManifestLearnt(Manifest manifest) implements CoreEvent {}

    /** An answer of a peer could not be verified; nothing of it was stored. */
    record VerificationFailed(String remoteKey, String reason) implements CoreEvent {}

    /**
     * A peer has a later fork, which is not followed: see {@link CoreOptions#withForks}. Told once for each fork as long as
     * the core is open to peers.
     *
     * @param remoteKey the peer's public key in hex
     */
    record ForkRefused(String remoteKey, long fork) implements CoreEvent {}

    /** A peer showed a second history of {@code length} blocks that the owner signed too. The core takes no more of peers. */
    record Conflict(long length, long fork) implements CoreEvent {}
}
