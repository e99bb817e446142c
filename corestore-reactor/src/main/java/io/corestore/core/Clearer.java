package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.StoredCore;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Gives up stored blocks, and the space of those given up; durable before it is published, whatever the level. */
final class Clearer {
    private final Log log;
    private final StoredCore stored;
    private final BytePlaces places;

    Clearer(Log log, StoredCore stored, Nodes nodes) {
        this.log = log;
        this.stored = stored;
        this.places = new BytePlaces(log, nodes);
    }

    /** Emits the bytes of the blocks given up. */
    Mono<Long> clear(BlockRange wanted) {
        BlockRange range = wanted.clampTo(log.state().length());
        List<BlockRange> runs = runs(range);
        if (runs.isEmpty()) {
            return Mono.just(0L);
        }
        return Flux.fromIterable(runs)
                .concatMap(places::of)
                .map(bytes -> bytes.end() - bytes.start())
                .reduce(0L, Long::sum)
                .zipWith(places.around(range))
                .flatMap(found ->
                        drop(runs).then(Mono.defer(() -> free(found.getT2()))).thenReturn(found.getT1()));
    }

    /** See {@link Log#clearOldest}. */
    Mono<Long> clearOldest(long blocks, long bytes, long kept) {
        BlockRange run = oldestRun(kept);
        if (run.isEmpty()) {
            return Mono.just(0L);
        }
        long first = Math.min(run.end(), run.start() + Math.max(1, blocks));
        return ending(run.start(), first, run.end(), bytes).flatMap(end -> {
            log.demand().passOver(end);
            return clear(BlockRange.of(run.start(), end)).thenReturn(end - run.start());
        });
    }

    private BlockRange oldestRun(long kept) {
        long length = log.state().length();
        BlockRange run = log.bitfield().nextRun(BlockRange.of(0, length));
        if (run.contains(kept)) {
            return run.start() < kept
                    ? BlockRange.of(run.start(), kept)
                    : log.bitfield().nextRun(BlockRange.of(kept + 1, length));
        }
        return run;
    }

    /** The first block from {@code low} to {@code high} before which there are so many bytes; {@code high} if there are not. */
    private Mono<Long> ending(long start, long low, long high, long bytes) {
        if (low >= high) {
            return Mono.just(high);
        }
        long middle = low + (high - low) / 2;
        return places.of(BlockRange.of(start, middle))
                .flatMap(found -> found.end() - found.start() >= bytes
                        ? ending(start, low, middle, bytes)
                        : ending(start, middle + 1, high, bytes));
    }

    private Mono<Void> drop(List<BlockRange> runs) {
        LogState before = log.state();
        LogState after = before.withContiguousLength(
                Math.min(before.contiguousLength(), runs.get(0).start()));
        CoreCommit.Builder commit = CoreCommit.to(after.head());
        runs.forEach(commit::drop);
        return stored.commit(commit.build(), Durability.SYNC).doOnSuccess(done -> log.publishCleared(after, runs));
    }

    /** Rewrites the file of blocks without what is missing; emits how many bytes that is. */
    Mono<Long> compact() {
        LogState now = log.state();
        return Flux.fromIterable(runs(BlockRange.of(0, now.length())))
                .concatMap(places::of)
                .collectList()
                .flatMap(present -> stored.compact(joined(present)).thenReturn(now.byteLength() - total(present)));
    }

    /** The bytes of all stored blocks. */
    Mono<Long> storedBytes() {
        LogState now = log.state();
        return now.contiguousLength() == now.length()
                ? Mono.just(now.byteLength())
                : Flux.fromIterable(runs(BlockRange.of(0, now.length())))
                        .concatMap(places::of)
                        .reduce(0L, (sum, bytes) -> sum + bytes.end() - bytes.start());
    }

    /** Bytes that cannot be given back stay. */
    private Mono<Void> free(ByteRange bytes) {
        CoreCommit commit = CoreCommit.to(log.state().head()).free(bytes).build();
        return stored.commit(commit, Durability.SYNC).onErrorComplete();
    }

    private List<BlockRange> runs(BlockRange range) {
        return BlockRanges.stored(log.bitfield(), range);
    }

    private static List<ByteRange> joined(List<ByteRange> ascending) {
        List<ByteRange> joined = new ArrayList<>();
        for (ByteRange next : ascending) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).end() == next.start()) {
                joined.set(last, ByteRange.of(joined.get(last).start(), next.end()));
            } else if (!next.isEmpty()) {
                joined.add(next);
            }
        }
        return joined;
    }

    private static long total(List<ByteRange> ranges) {
        return ranges.stream().mapToLong(range -> range.end() - range.start()).sum();
    }
}
