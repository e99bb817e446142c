package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import org.jspecify.annotations.Nullable;

/** What happened to the cores of a store. */
public sealed interface StoreEvent {
    CoreKey key();

    DiscoveryKey discoveryKey();

    /**
     * A core was opened that was not open before.
     *
     * @param options with which it was opened; null if a peer asked for it
     */
    record CoreOpened(
            CoreKey key,
            DiscoveryKey discoveryKey,
            @Nullable CoreOptions options) implements StoreEvent {}

    /** The last session on a core ended and its files are closed. */
    record CoreClosed(CoreKey key, DiscoveryKey discoveryKey) implements StoreEvent {}

    /** A peer showed a second history of {@code length} blocks that the owner signed too. */
    record CoreConflict(CoreKey key, DiscoveryKey discoveryKey, long length, long fork) implements StoreEvent {}

    /** Stored blocks turned out not to be those that were signed; see {@link CoreEvent.Damaged}. */
    record CoreDamaged(CoreKey key, DiscoveryKey discoveryKey, BlockRange range) implements StoreEvent {}
}
