package io.corestore.storage.format;

/**
 * Where in the header file the header is that outgrew its slot (spec page 22, section 7).
 *
 * @param start in bytes
 * @param length in bytes
 */
public record HeaderPosition(long start, long length) implements HeaderContent {
    /** Before the header file was first written. */
    public static final HeaderPosition NONE = new HeaderPosition(0, 0);

    private static final long ALIGNMENT = 4096;

    /** Behind the last byte of the header. */
    public long end() {
        return start + length;
    }

    /** Where the next header goes, so that it never overwrites this one. */
    public HeaderPosition next(long newLength) {
        return new HeaderPosition(newLength <= start ? 0 : aligned(end()), newLength);
    }

    /** Where the next header goes if nobody knows which of this one and another one is in use. */
    public HeaderPosition behind(HeaderPosition other, long newLength) {
        return new HeaderPosition(aligned(Math.max(end(), other.end())), newLength);
    }

    private static long aligned(long position) {
        return (position + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
