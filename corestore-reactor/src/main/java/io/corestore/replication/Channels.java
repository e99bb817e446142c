package io.corestore.replication;

import io.corestore.key.DiscoveryKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The channels of one connection: by core, by our id, and by the peer's id once they are paired (spec page 05, section 2). */
final class Channels {
    private final Map<DiscoveryKey, Channel> byCore = new HashMap<>();
    private final LocalIds<Channel> local = new LocalIds<>();
    private final Map<Integer, Channel> remote = new HashMap<>();

    /** Adds a channel under the next id of ours. */
    Channel add(IntFunction<Channel> make) {
        int id = local.take();
        Channel channel = make.apply(id);
        local.put(id, channel);
        byCore.put(channel.swarm().log().discoveryKey(), channel);
        return channel;
    }

    void paired(Channel channel, int remoteId) {
        remote.put(remoteId, channel);
    }

    /** A channel is gone; our id of it is free. */
    void remove(Channel channel) {
        byCore.remove(channel.swarm().log().discoveryKey(), channel);
        remote.remove(channel.remoteId(), channel);
        local.free(channel.localId());
    }

    void clear() {
        byCore.clear();
        remote.clear();
    }

    @Nullable
    Channel of(DiscoveryKey core) {
        return byCore.get(core);
    }

    @Nullable
    Channel local(int id) {
        return local.get(id);
    }

    @Nullable
    Channel remote(int id) {
        return remote.get(id);
    }

    List<Channel> all() {
        return local.all();
    }

    int paired() {
        return remote.size();
    }
}
