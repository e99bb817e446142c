package io.corestore.replication;

import io.corestore.BlockRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sets of ranges. */
final class BlockRanges {
    private BlockRanges() {}

    /** The same blocks in as few ranges as possible, ascending. */
    static List<BlockRange> merged(List<BlockRange> ranges) {
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
}
