package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.ReadOptions;
import io.corestore.core.Log;
import io.corestore.error.BlockUnavailableException;
import java.nio.ByteBuffer;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * One reader's way through a range: runs of stored blocks are read in one go, and where the next block is missing it is
 * wanted, with those behind it, until it arrives. A run is read when the one before it has been taken.
 */
final class BlockFlow {
    private static final int AHEAD_BLOCKS = 1_024;
    private static final long AHEAD_BYTES = 8 << 20;

    private final Log log;
    private final long end;
    private final ReadOptions options;
    private final Disposable.Swap wanted = Disposables.swap();
    private long at;
    private long wantedTo;

    private BlockFlow(Log log, BlockRange range, ReadOptions options) {
        this.log = log;
        this.at = range.start();
        this.end = range.end();
        this.options = options;
    }

    /** The blocks of the range in order; without an end it follows the log for ever. */
    static Flux<ByteBuffer> of(Log log, BlockRange range, ReadOptions options) {
        return Flux.defer(() -> {
            BlockFlow flow = new BlockFlow(log, range, options);
            return Flux.generate(flow::turn)
                    .concatMap(turn -> flow.nextRun().flatMapIterable(run -> run), 0)
                    .doFinally(signal -> flow.wanted.dispose());
        });
    }

    private void turn(SynchronousSink<BlockFlow> turns) {
        if (at < end) {
            turns.next(this);
        } else {
            turns.complete();
        }
    }

    private Mono<List<ByteBuffer>> nextRun() {
        if (log.isStored(at)) {
            return readRun();
        }
        return await().then(Mono.defer(this::readRun));
    }

    private Mono<List<ByteBuffer>> readRun() {
        long length = log.state().length();
        long stop = log.bitfield()
                .nextClear(BlockRange.of(at, Math.max(at, Math.min(end, Math.min(length, at + log.runLength())))));
        if (stop == at) {
            return nextRun();
        }
        if (stop < Math.min(end, length) && !log.bitfield().get(stop)) {
            wantFrom(stop);
        }
        return log.readRun(at, stop).doOnNext(run -> at += run.size());
    }

    private Mono<Void> await() {
        if (!options.waits()) {
            return Mono.error(unavailable("is not stored"));
        }
        if (options.onWait() != null) {
            options.onWait().accept(at);
        }
        Mono<Void> arrival = Mono.defer(() -> {
            wantFrom(at);
            return log.awaitBlock(at);
        });
        return Patience.of(arrival, options, "did not arrive", this::unavailable);
    }

    private void wantFrom(long block) {
        if (!options.waits() || block + AHEAD_BLOCKS / 2 < wantedTo) {
            return;
        }
        long ahead =
                Math.max(1, Math.min(AHEAD_BLOCKS, AHEAD_BYTES / log.state().averageBlockSize()));
        wantedTo = end - block < ahead ? end : block + ahead;
        wanted.update(
                end - block == 1 ? log.demand().block(block) : log.demand().range(BlockRange.of(block, wantedTo)));
    }

    private BlockUnavailableException unavailable(String why) {
        return new BlockUnavailableException("block " + at + " of core " + log.discoveryKey() + " " + why);
    }
}
