package io.corestore.core;

import io.corestore.BlockRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Sets of ranges. */
public final class BlockRanges {
    private BlockRanges() {}

    /** The same blocks in as few ranges as possible, ascending. */
    public static List<BlockRange> merged(List<BlockRange> ranges) {
        List<BlockRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(BlockRange::start));
        List<BlockRange> merged = new ArrayList<>();
        for (BlockRange range : sorted) {
            int last = merged.size() - 1;
            if (last >= 0 && range.start() <= merged.get(last).end()) {
                BlockRange before = merged.get(last);
                merged.set(last, BlockRange.of(before.start(), Math.max(before.end(), range.end())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    /** Single blocks in as few ranges as possible, ascending. */
    public static List<BlockRange> ofBlocks(Collection<Long> blocks) {
        return merged(
                blocks.stream().map(block -> BlockRange.of(block, block + 1)).toList());
    }

    /** The runs of stored blocks in a range, ascending. */
    static List<BlockRange> stored(Bitfield bitfield, BlockRange range) {
        List<BlockRange> runs = new ArrayList<>();
        long start = bitfield.nextSet(range);
        while (start < range.end()) {
            long end = bitfield.nextClear(BlockRange.of(start, range.end()));
            runs.add(BlockRange.of(start, end));
            start = bitfield.nextSet(BlockRange.of(end, range.end()));
        }
        return runs;
    }
}
