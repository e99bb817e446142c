package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.StoreEvent;
import io.corestore.core.Broadcast;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import java.util.List;

/** Tells a store's subscribers of damage in a log, from now until the log closes. */
final class DamageWatch implements LogListener {
    private final Log log;
    private final Broadcast<StoreEvent> events;

    private DamageWatch(Log log, Broadcast<StoreEvent> events) {
        this.log = log;
        this.events = events;
    }

    static void of(Log log, Broadcast<StoreEvent> events) {
        log.listen(new DamageWatch(log, events));
    }

    @Override
    public void damaged(List<BlockRange> ranges) {
        ranges.forEach(range -> events.tell(new StoreEvent.CoreDamaged(log.key(), log.discoveryKey(), range)));
    }
}
