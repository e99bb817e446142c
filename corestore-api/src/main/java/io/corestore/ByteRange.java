package io.corestore;

/**
 * Bytes from {@code start} to {@code end}, exclusive, of all blocks in a row.
 *
 * @param start at least 0
 * @param end at least {@code start}; {@link #OPEN} where the range has no end
 */
public record ByteRange(long start, long end) {
    /** The end of a range without end. */
    public static final long OPEN = Long.MAX_VALUE;

    public ByteRange {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("not a range of bytes: [" + start + ", " + end + ")");
        }
    }

    public static ByteRange of(long start, long end) {
        return new ByteRange(start, end);
    }

    /** All bytes from {@code start} on. */
    public static ByteRange from(long start) {
        return new ByteRange(start, OPEN);
    }

    public static ByteRange all() {
        return from(0);
    }

    public boolean isOpen() {
        return end == OPEN;
    }

    public boolean isEmpty() {
        return start == end;
    }
}
