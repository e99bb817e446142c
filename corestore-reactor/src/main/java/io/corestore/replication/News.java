package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.BlockRanges;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import java.util.ArrayList;
import java.util.List;

/** What changes in one core here, told to all its peers; neighbouring blocks of one turn are told together. */
final class News implements LogListener {
    private final Swarm swarm;
    private final Loop loop;
    private final Log log;
    private final List<BlockRange> stored = new ArrayList<>();
    private final Runnable announce = this::announce;

    News(Swarm swarm, Loop loop) {
        this.swarm = swarm;
        this.loop = loop;
        this.log = swarm.log();
    }

    @Override
    public void treeMoved(LogState before, LogState after, long shared) {
        loop.execute(() -> {
            BlockRange added = log.bitfield().containsAll(BlockRange.of(shared, after.length()))
                    ? BlockRange.of(shared, after.length())
                    : BlockRange.of(0, 0);
            BlockRange dropped = BlockRange.of(shared, Math.max(shared, before.length()));
            if (!dropped.isEmpty()) {
                log.demand().missingFrom(shared);
            }
            swarm.channels().forEach(channel -> channel.announcer().treeMoved(added, dropped));
            swarm.changed();
        });
    }

    @Override
    public void stored(List<Stored> runs) {
        loop.execute(() -> {
            runs.forEach(run -> stored.add(run.range()));
            loop.atEndOfTurn(announce);
        });
    }

    @Override
    public void cleared(List<BlockRange> ranges) {
        loop.execute(() -> {
            for (BlockRange range : ranges) {
                log.demand().missingFrom(range.start());
                swarm.channels().forEach(channel -> channel.announcer().withdraw(range));
            }
            swarm.changed();
        });
    }

    @Override
    public void demandChanged() {
        loop.execute(swarm::changed);
    }

    private void announce() {
        for (BlockRange range : BlockRanges.merged(stored)) {
            swarm.channels().forEach(channel -> channel.announcer().announce(range));
        }
        stored.clear();
        swarm.channels().forEach(channel -> channel.announcer().blocksArrived());
    }
}
