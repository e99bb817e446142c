package io.corestore.replication;

import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is left of a connection that is not the store's own once the store is closed: it refuses every channel, and ends
 * with its input. It runs where the input's signals come from, since the store's threads end with the store.
 */
final class Farewell {
    private final Outbox outbox;
    private final Map<DiscoveryKey, Integer> halfOpen = new HashMap<>();

    /** @param halfOpen channels that were opened from here and not answered; they cannot be closed before that */
    Farewell(Outbox outbox, List<Channel> halfOpen) {
        this.outbox = outbox;
        halfOpen.forEach(channel -> this.halfOpen.put(channel.swarm().log().discoveryKey(), channel.localId()));
    }

    synchronized void receive(Message message) {
        if (message instanceof Message.Open open) {
            Integer own = halfOpen.remove(open.discoveryKey());
            outbox.send(own == null ? new Message.Reject(open.channel()) : new Message.Close(own));
        } else if (message instanceof Message.OpenOther other) {
            outbox.send(new Message.Reject(other.channel()));
        } else if (message instanceof Message.Reject reject) {
            halfOpen.values().remove(reject.channel());
        }
    }

    synchronized void end() {
        outbox.complete();
    }
}
