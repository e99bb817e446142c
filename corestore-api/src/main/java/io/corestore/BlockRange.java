package io.corestore;

/**
 * Blocks from {@code start} to {@code end}, exclusive.
 *
 * @param start at least 0
 * @param end at least {@code start}; {@link #OPEN} where the range has no end
 */
public record BlockRange(long start, long end) {
    /** The end of a range without end. */
    public static final long OPEN = Long.MAX_VALUE;

    public BlockRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range of blocks: [" + start + ", " + end + ")");
        }
    }

    public static BlockRange of(long start, long end) {
        return new BlockRange(start, end);
    }

    /** All blocks from {@code start} on. */
    public static BlockRange from(long start) {
        return new BlockRange(start, OPEN);
    }

    public static BlockRange all() {
        return from(0);
    }

    public boolean isOpen() {
        return end == OPEN;
    }

    public boolean isEmpty() {
        return start == end;
    }

    /** The number of blocks; {@link #OPEN} minus start for a range without end. */
    public long length() {
        return end - start;
    }

    public boolean contains(long block) {
        return start <= block && block < end;
    }

    /** The part of this range below {@code limit}. */
    public BlockRange clampTo(long limit) {
        return new BlockRange(Math.min(start, limit), Math.min(end, limit));
    }
}
