package io.corestore.reactor;

import io.corestore.StoreEvent;
import io.corestore.core.Broadcast;
import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.PeerLink;
import io.corestore.replication.ReplicationListener;
import org.jspecify.annotations.Nullable;

/** Tells what peers do as events of the store. */
final class PeerEvents implements ReplicationListener {
    private final Broadcast<StoreEvent> events;

    PeerEvents(Broadcast<StoreEvent> events) {
        this.events = events;
    }

    @Override
    public void connected(PeerLink peer) {
        events.tell(new StoreEvent.PeerConnected(peer.remoteKey(), peer.address()));
    }

    @Override
    public void disconnected(PeerLink peer, @Nullable Throwable error) {
        events.tell(new StoreEvent.PeerDisconnected(peer.remoteKey(), peer.address(), error));
    }

    @Override
    public void denied(PeerLink peer, DiscoveryKey discoveryKey, @Nullable Throwable error) {
        events.tell(new StoreEvent.PeerDenied(peer.remoteKey(), peer.address(), discoveryKey, error));
    }

    @Override
    public void conflicted(Log log, long length) {
        events.tell(new StoreEvent.CoreConflict(
                log.key(), log.discoveryKey(), length, log.state().fork()));
    }
}
