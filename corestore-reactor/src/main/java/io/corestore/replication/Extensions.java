package io.corestore.replication;

import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is told of which extension messages (spec page 13, section 11). Nobody is told of names that nobody registered, nor
 * of messages above the limit.
 */
final class Extensions {
    private final int maxBytes;
    private final Map<DiscoveryKey, List<ExtensionHandler>> handlers = new HashMap<>();

    Extensions(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    void add(DiscoveryKey core, ExtensionHandler handler) {
        handlers.computeIfAbsent(core, key -> new ArrayList<>()).add(handler);
    }

    void remove(DiscoveryKey core, ExtensionHandler handler) {
        handlers.computeIfPresent(core, (key, all) -> {
            all.remove(handler);
            return all.isEmpty() ? null : all;
        });
    }

    void receive(Channel channel, Message.Extension message) {
        List<ExtensionHandler> all = handlers.get(channel.swarm().log().discoveryKey());
        if (all == null || message.body().remaining() > maxBytes) {
            return;
        }
        for (ExtensionHandler handler : all) {
            if (handler.name().equals(message.name())) {
                handler.received(channel.session().link().remoteKey(), message.body());
            }
        }
    }
}
