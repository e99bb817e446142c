package io.corestore.storage.format;

import io.corestore.BlockRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of block indexes, kept as ranges that do not touch. Not safe for use by several threads. */
public final class RangeSet {
    private final TreeMap<Long, Long> ends = new TreeMap<>();

    public void add(long start, long end) {
        if (start >= end) {
            return;
        }
        long from = start;
        long to = end;
        Map.Entry<Long, Long> before = ends.floorEntry(start);
        if (before != null && before.getValue() >= start) {
            from = before.getKey();
        }
        Map.Entry<Long, Long> last = ends.floorEntry(end);
        if (last != null) {
            to = Math.max(to, last.getValue());
        }
        ends.subMap(from, true, end, true).clear();
        ends.put(from, to);
    }

    public void remove(long start, long end) {
        if (start >= end) {
            return;
        }
        Map.Entry<Long, Long> last = ends.lowerEntry(end);
        if (last != null && last.getValue() > end) {
            ends.put(end, last.getValue());
        }
        Map.Entry<Long, Long> before = ends.lowerEntry(start);
        if (before != null && before.getValue() > start) {
            ends.put(before.getKey(), start);
        }
        ends.subMap(start, true, end, false).clear();
    }

    public boolean isEmpty() {
        return ends.isEmpty();
    }

    /** The index behind the last one in the set; 0 if it is empty. */
    public long end() {
        return ends.isEmpty() ? 0 : ends.lastEntry().getValue();
    }

    public void clear() {
        ends.clear();
    }

    /** All ranges, ascending. */
    public List<BlockRange> ranges() {
        return within(0, Long.MAX_VALUE);
    }

    /** The parts of the ranges in {@code [start, end)}, ascending. */
    public List<BlockRange> within(long start, long end) {
        List<BlockRange> parts = new ArrayList<>();
        Long first = ends.floorKey(start);
        for (Map.Entry<Long, Long> range :
                ends.tailMap(first == null ? start : first, true).entrySet()) {
            if (range.getKey() >= end) {
                break;
            }
            long from = Math.max(range.getKey(), start);
            long to = Math.min(range.getValue(), end);
            if (from < to) {
                parts.add(new BlockRange(from, to));
            }
        }
        return parts;
    }

    /** The first index that is not in the set. */
    public long firstMissing() {
        Map.Entry<Long, Long> first = ends.firstEntry();
        return first == null || first.getKey() > 0 ? 0 : first.getValue();
    }
}
