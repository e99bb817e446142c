package io.corestore.replication;

import io.corestore.core.LogState;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.MonoSink;

/** Those who wait for one core to grow: told true when it has, false once no peer can have more. */
final class Updates {
    private final List<Waiting> waiting = new ArrayList<>();

    private record Waiting(LogState seen, PeerSearch search, MonoSink<Boolean> sink) {
        boolean sees(LogState state) {
            return state.length() > seen.length() || state.fork() > seen.fork();
        }
    }

    /** @param search while it is open, a first peer is waited for */
    void add(LogState seen, PeerSearch search, MonoSink<Boolean> sink) {
        waiting.add(new Waiting(seen, search, sink));
    }

    /** @param asked whether a longer tree is on its way */
    void settle(LogState state, List<Channel> channels, boolean asked) {
        if (waiting.isEmpty()) {
            return;
        }
        boolean hope = asked || channels.stream().anyMatch(c -> c.isUndecided() || c.isAhead(state));
        boolean alone = channels.stream().noneMatch(Channel::isPaired);
        waiting.removeIf(update -> {
            boolean grown = update.sees(state);
            boolean settled = grown || !hope && !(alone && update.search().isOpen());
            if (settled) {
                update.sink().success(grown);
            }
            return settled;
        });
    }

    /** Nothing more will come. */
    void end() {
        waiting.forEach(update -> update.sink().success(false));
        waiting.clear();
    }
}
