package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.CoreCorruptException;
import io.corestore.spi.CoreCommit.BlockBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Copies the blocks of an image, verified, in their order. Where a run of them is damaged they are read one by one. Used
 * once, by one subscriber.
 */
final class BlockCopy {
    private static final long PIECE_BYTES = 8 << 20;
    private static final int PIECE_RANGES = 1_024;

    private final LogImage image;
    private final Log log;
    private final Function<Piece, Mono<Void>> commit;
    private final List<BlockRange> damaged = new ArrayList<>();
    private List<BlockBytes> pending = new ArrayList<>();
    private List<BlockRange> ranges = new ArrayList<>();
    private long pendingBytes;
    private long position;
    private long oneByOneUntil;
    private long nextOffset;
    private long offsetOf = -1;
    private long blocks;
    private long bytes;
    private long contiguous;
    private boolean done;

    /** Blocks to be committed, and how many there are from the first one on afterwards. */
    record Piece(List<BlockBytes> blocks, List<BlockRange> ranges, long contiguousLength) {}

    BlockCopy(LogImage image, Function<Piece, Mono<Void>> commit) {
        this.image = image;
        this.log = image.log();
        this.commit = commit;
    }

    Mono<Void> run() {
        return Mono.defer(this::step).repeat(() -> !done).then(Mono.defer(this::flush));
    }

    long contiguousLength() {
        return contiguous;
    }

    LogCopy.Copied copied() {
        return new LogCopy.Copied(blocks, bytes, List.copyOf(damaged));
    }

    private Mono<Void> step() {
        BlockRange stored = image.stored(position);
        if (stored.isEmpty()) {
            done = true;
            return Mono.empty();
        }
        long most = stored.start() < oneByOneUntil ? 1 : log.runLength();
        BlockRange run = BlockRange.of(stored.start(), Math.min(stored.end(), stored.start() + most));
        return log.readRun(run.start(), run.end())
                .flatMap(read -> offset(run.start()).flatMap(offset -> take(run.start(), offset, read)))
                .onErrorResume(BlockUnavailableException.class, this::requireCurrent)
                .onErrorResume(
                        CoreCorruptException.class, bad -> log.settled().then(Mono.defer(() -> blame(run, bad))));
    }

    private Mono<Long> offset(long block) {
        return block == offsetOf
                ? Mono.just(nextOffset)
                : log.tree().byteOffset(image.state().tree(), block);
    }

    private Mono<Void> take(long start, long offset, List<ByteBuffer> read) {
        if (image.isOutdated()) {
            return outdated();
        }
        long at = offset;
        long index = start;
        for (ByteBuffer block : read) {
            pending.add(new BlockBytes(index++, at, block));
            at += block.remaining();
        }
        note(BlockRange.of(start, index), at - offset);
        offsetOf = index;
        nextOffset = at;
        return pendingBytes >= PIECE_BYTES || ranges.size() >= PIECE_RANGES ? flush() : Mono.empty();
    }

    private void note(BlockRange run, long size) {
        int last = ranges.size() - 1;
        if (last >= 0 && ranges.get(last).end() == run.start()) {
            ranges.set(last, BlockRange.of(ranges.get(last).start(), run.end()));
        } else {
            ranges.add(run);
        }
        if (run.start() == contiguous) {
            contiguous = run.end();
        }
        position = run.end();
        pendingBytes += size;
        blocks += run.length();
        bytes += size;
    }

    private Mono<Void> flush() {
        if (ranges.isEmpty()) {
            return Mono.empty();
        }
        Piece piece = new Piece(pending, ranges, contiguous);
        pending = new ArrayList<>();
        ranges = new ArrayList<>();
        pendingBytes = 0;
        return commit.apply(piece);
    }

    /** What was cleared is passed over at the next look; what was cut ends the copy. */
    private Mono<Void> requireCurrent(BlockUnavailableException gone) {
        return image.isOutdated() ? Mono.error(gone) : Mono.empty();
    }

    private Mono<Void> blame(BlockRange run, CoreCorruptException bad) {
        if (image.isOutdated()) {
            return Mono.error(bad);
        }
        if (givenUp(run)) {
            position = run.start();
        } else if (run.length() > 1) {
            position = run.start();
            oneByOneUntil = run.end();
        } else {
            blame(run);
            position = run.end();
        }
        return Mono.empty();
    }

    /** Blames the blocks that the log gave up when they were read; false if it gave up none. */
    private boolean givenUp(BlockRange run) {
        boolean any = false;
        for (long block = run.start(); block < run.end(); block++) {
            if (!log.bitfield().get(block)) {
                blame(BlockRange.of(block, block + 1));
                any = true;
            }
        }
        return any;
    }

    private void blame(BlockRange bad) {
        int last = damaged.size() - 1;
        if (last >= 0 && damaged.get(last).end() == bad.start()) {
            damaged.set(last, BlockRange.of(damaged.get(last).start(), bad.end()));
        } else {
            damaged.add(bad);
        }
    }

    private static Mono<Void> outdated() {
        return Mono.error(new BlockUnavailableException("the core was cut back while it was copied"));
    }
}
