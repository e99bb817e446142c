package io.corestore.replication;

import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.PeerLink;
import org.jspecify.annotations.Nullable;

/** Who is told of peers. Called by one thread at a time: must not block or throw. */
public interface ReplicationListener {
    /** Somebody who does not care. */
    ReplicationListener NONE = new ReplicationListener() {};

    /** A connection began. */
    default void connected(PeerLink peer) {}

    /** A connection ended; with an error if there was a reason. */
    default void disconnected(PeerLink peer, @Nullable Throwable error) {}

    /** A peer opened a core that it may not have; with an error if nobody could say so. */
    default void denied(PeerLink peer, DiscoveryKey discoveryKey, @Nullable Throwable error) {}

    /** A peer showed a second history of the first {@code length} blocks that the owner signed too. */
    default void conflicted(Log log, long length) {}
}
