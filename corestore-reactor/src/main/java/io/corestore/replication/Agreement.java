package io.corestore.replication;

import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.key.Hash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the peers of a core whose last blocks may be missing here. Once one had all that is here before we gave it anything,
 * and none has more, there is nothing left to doubt.
 */
final class Agreement {
    private final Log log;
    private final Map<Hash, Boolean> witnesses = new HashMap<>();
    private boolean reached;

    Agreement(Log log) {
        this.log = log;
    }

    void look(List<Channel> channels, LogState state) {
        if (reached || log.doubt() == null) {
            return;
        }
        channels.stream().filter(Channel::isTold).forEach(channel -> meet(channel, state));
        boolean open = channels.stream().anyMatch(channel -> channel.isUndecided() || channel.isAhead(state));
        if (!open
                && channels.stream()
                        .anyMatch(channel -> channel.isTold() && witnesses.getOrDefault(key(channel), false))) {
            reached = true;
            log.trust().subscribe(done -> {}, readOnlyOrClosed -> {});
        }
    }

    private void meet(Channel channel, LogState state) {
        witnesses.computeIfAbsent(key(channel), key -> channel.reaches(state));
    }

    private static Hash key(Channel channel) {
        return channel.session().link().remoteKey();
    }
}
