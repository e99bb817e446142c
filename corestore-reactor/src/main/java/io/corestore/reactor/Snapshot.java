package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import io.corestore.error.BlockUnavailableException;
import java.nio.ByteBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * A log as it was at one moment. What the log gives up by a truncation is given up here too, for good: the blocks that
 * come in its place are never seen.
 */
final class Snapshot implements View, LogListener {
    private final Log log;
    private final LogState state;
    private final Sinks.Many<Long> cuts = Sinks.many().multicast().directBestEffort();
    private volatile long limit;

    private Snapshot(Log log, LogState state, long limit) {
        this.log = log;
        this.state = state;
        this.limit = limit;
    }

    static Snapshot of(Log log) {
        LogState before = log.state();
        return listening(new Snapshot(log, before, before.length()));
    }

    @Override
    public LogState state() {
        return state;
    }

    @Override
    public boolean isSnapshot() {
        return true;
    }

    @Override
    public BlockRange within(BlockRange range) {
        return range.clampTo(state.length());
    }

    @Override
    public void require(long block) {
        if (block >= limit) {
            throw lost(block);
        }
    }

    @Override
    public Flux<ByteBuffer> guarded(BlockRange range, Flux<ByteBuffer> blocks) {
        Flux<ByteBuffer> checked = blocks.index((i, block) -> {
            require(range.start() + i);
            return block;
        });
        return checked.takeUntilOther(cuts.asFlux()
                .filter(cut -> cut < range.end())
                .doOnNext(cut -> {
                    throw lost(Math.max(cut, range.start()));
                }));
    }

    @Override
    public View again() {
        return listening(new Snapshot(log, state, limit));
    }

    @Override
    public void close() {
        log.unlisten(this);
    }

    @Override
    public void treeMoved(LogState before, LogState after, long shared) {
        if (shared < limit) {
            limit = shared;
            cuts.tryEmitNext(shared);
        }
    }

    /** What was cut between the look at the state and the first word of the log is found by comparing forks. */
    private static Snapshot listening(Snapshot snapshot) {
        snapshot.log.listen(snapshot);
        LogState now = snapshot.log.state();
        if (now.fork() != snapshot.state.fork()) {
            snapshot.limit = Math.min(snapshot.limit, 0);
        }
        return snapshot;
    }

    private BlockUnavailableException lost(long block) {
        return new BlockUnavailableException("block " + block + " is not in this snapshot of core " + log.discoveryKey()
                + (block < state.length() ? " any more: the core was cut back" : ""));
    }
}
