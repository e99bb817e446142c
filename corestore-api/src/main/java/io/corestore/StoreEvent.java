package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import org.jspecify.annotations.Nullable;

/** What happened to a store, or to a core of it. */
public sealed interface StoreEvent {
    /** What happened to a core. */
    sealed interface OfCore extends StoreEvent {
        CoreKey key();

        DiscoveryKey discoveryKey();
    }

    /**
     * A core was opened that was not open before.
     *
     * @param options with which it was opened; null if a peer asked for it
     */
    record CoreOpened(
            CoreKey key,
            DiscoveryKey discoveryKey,
            @Nullable CoreOptions options) implements OfCore {}

    /** The last session on a core ended and its files are closed. */
    record CoreClosed(CoreKey key, DiscoveryKey discoveryKey) implements OfCore {}

    /** A peer showed a second history of {@code length} blocks that the owner signed too. */
    record CoreConflict(CoreKey key, DiscoveryKey discoveryKey, long length, long fork) implements OfCore {}

    /** Stored blocks turned out not to be those that were signed; see {@link CoreEvent.Damaged}. */
    record CoreDamaged(CoreKey key, DiscoveryKey discoveryKey, BlockRange range) implements OfCore {}

    /**
     * A connection to a peer is ready: its key is authenticated.
     *
     * @param address for people to read
     */
    record PeerConnected(Hash remoteKey, String address) implements StoreEvent {}

    /**
     * A connection ended.
     *
     * @param error why, if this side ended it for a reason or the transport failed; else null
     */
    record PeerDisconnected(
            Hash remoteKey, String address, @Nullable Throwable error) implements StoreEvent {}

    /**
     * A peer opened a core that it may not have; it was told the same as of a core that is not stored.
     *
     * @param error why nobody could say whether it may; null if somebody said no
     */
    record PeerDenied(
            Hash remoteKey,
            String address,
            DiscoveryKey discoveryKey,
            @Nullable Throwable error) implements StoreEvent {}

    /**
     * Less space is left than the store was told to leave: nothing more is fetched from peers. Own appends go on.
     *
     * @param usable how many bytes can still be stored
     */
    record SpaceLow(long usable) implements StoreEvent {}

    /**
     * There is space again: peers are asked again.
     *
     * @param usable how many bytes can still be stored
     */
    record SpaceBack(long usable) implements StoreEvent {}
}
