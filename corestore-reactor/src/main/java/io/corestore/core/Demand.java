package io.corestore.core;

import io.corestore.BlockRange;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;

/**
 * What is wanted of a log and not stored: single blocks that somebody waits for, ranges, and byte positions. Whoever can
 * fetch listens and looks; any thread may want.
 */
public final class Demand {
    private final ConcurrentSkipListMap<Long, Integer> blocks = new ConcurrentSkipListMap<>();
    private final OrderedSet<WantedRange> ranges = new OrderedSet<>();
    private final OrderedSet<WantedSeek> seeks = new OrderedSet<>();
    private final Runnable changed;

    Demand(Runnable changed) {
        this.changed = changed;
    }

    /** A range that somebody wants; the fetcher keeps its place in it. */
    public static final class WantedRange {
        private final boolean passes;
        private volatile BlockRange range;
        private long cursor;

        WantedRange(BlockRange range, boolean passes) {
            this.range = range;
            this.passes = passes;
            this.cursor = range.start();
        }

        /** What is still wanted of it. */
        public BlockRange range() {
            return range;
        }

        private void passOver(long end) {
            BlockRange rest = range;
            if (passes && rest.start() < end) {
                range = BlockRange.of(Math.min(end, rest.end()), rest.end());
            }
        }

        /** No block of the range before this one is missing; touched by the fetcher alone. */
        public long cursor() {
            return cursor;
        }

        public void advanceTo(long block) {
            cursor = block;
        }

        public void rewindTo(long block) {
            cursor = Math.max(range.start(), Math.min(cursor, block));
        }
    }

    /** Wants one block, before all ranges, until disposed of. */
    public Disposable block(long index) {
        blocks.merge(index, 1, Integer::sum);
        changed.run();
        return once(() -> blocks.computeIfPresent(index, (i, count) -> count == 1 ? null : count - 1));
    }

    /** Wants the blocks of a range in order, until disposed of. */
    public Disposable range(BlockRange range) {
        return want(new WantedRange(range, false));
    }

    /** A range of which what is given up on purpose is not wanted again: see {@link #want}. */
    public static WantedRange download(BlockRange range) {
        return new WantedRange(range, true);
    }

    /** Wants a range until disposed of. */
    public Disposable want(WantedRange wanted) {
        ranges.add(wanted);
        changed.run();
        return once(() -> ranges.remove(wanted));
    }

    /** Downloads want nothing before this block any more. */
    public void passOver(long end) {
        ranges.copy().forEach(range -> range.passOver(end));
    }

    /** Wants to know where a byte is, until disposed of. */
    public Disposable seek(WantedSeek seek) {
        seeks.add(seek);
        changed.run();
        return once(() -> seeks.remove(seek));
    }

    public Collection<Long> blocks() {
        return blocks.keySet();
    }

    public Collection<WantedRange> ranges() {
        return ranges.copy();
    }

    public Collection<WantedSeek> seeks() {
        return seeks.copy();
    }

    /** Blocks from here on that were passed over may have to be fetched after all; said by the fetcher alone. */
    public void missingFrom(long block) {
        ranges.copy().forEach(range -> range.rewindTo(block));
    }

    /** Whether anybody wants this block, alone or in a range. */
    public boolean wants(long block) {
        return blocks.containsKey(block)
                || ranges.copy().stream().anyMatch(wanted -> wanted.range().contains(block));
    }

    public boolean isEmpty() {
        return blocks.isEmpty() && ranges.isEmpty() && seeks.isEmpty();
    }

    private Disposable once(Runnable undo) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) {
                undo.run();
                changed.run();
            }
        };
    }
}
