package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.CoreEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.Disposable;

/** The blocks that were given up for damage and are not back: the log itself wants them. Used by the log's writer alone. */
final class Quarantine {
    private final Map<BlockRange, Disposable> wanted = new LinkedHashMap<>();
    private final Demand demand;
    private final LogEvents events;

    Quarantine(Demand demand, LogEvents events) {
        this.demand = demand;
        this.events = events;
    }

    /** These blocks are wanted from now on. */
    void hold(List<BlockRange> ranges) {
        ranges.forEach(this::hold);
    }

    /** These blocks are stored, whether they were wanted here or not. */
    void arrived(List<BlockRange> ranges) {
        for (BlockRange range : ranges) {
            end(range).forEach(back -> events.emit(new CoreEvent.Repaired(back)));
        }
    }

    /** These blocks are wanted no longer; returns those that were. */
    List<BlockRange> end(BlockRange range) {
        List<BlockRange> ended = new ArrayList<>();
        for (BlockRange held : List.copyOf(wanted.keySet())) {
            long start = Math.max(held.start(), range.start());
            long end = Math.min(held.end(), range.end());
            if (start < end) {
                ended.add(BlockRange.of(start, end));
                release(held);
                hold(BlockRange.of(held.start(), start));
                hold(BlockRange.of(end, held.end()));
            }
        }
        return ended;
    }

    private void hold(BlockRange range) {
        if (range.start() < range.end()) {
            wanted.computeIfAbsent(range, demand::range);
        }
    }

    private void release(BlockRange held) {
        Disposable want = wanted.remove(held);
        if (want != null) {
            want.dispose();
        }
    }
}
