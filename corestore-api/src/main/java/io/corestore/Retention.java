package io.corestore;

/**
 * How much of what is stored is kept. After a change that exceeds it, the oldest blocks are cleared, down to seven eighths
 * of it, in the background; the tree stays, and peers are told. A block just written is never cleared for it.
 *
 * @param blocks how many blocks are kept at most, at least 1
 * @param bytes how many bytes of blocks are kept at most, at least 0
 */
public record Retention(long blocks, long bytes) {
    /** Keeps everything. */
    public static final Retention UNLIMITED = new Retention(Long.MAX_VALUE, Long.MAX_VALUE);

    public Retention {
        if (blocks < 1 || bytes < 0) {
            throw new IllegalArgumentException("cannot keep " + blocks + " blocks, " + bytes + " bytes");
        }
    }

    public static Retention ofBlocks(long blocks) {
        return new Retention(blocks, Long.MAX_VALUE);
    }

    public static Retention ofBytes(long bytes) {
        return new Retention(Long.MAX_VALUE, bytes);
    }

    public boolean isUnlimited() {
        return equals(UNLIMITED);
    }

    /** What keeps neither more than this nor more than the other. */
    public Retention and(Retention other) {
        return new Retention(Math.min(blocks, other.blocks), Math.min(bytes, other.bytes));
    }

    /** Whether so much is more than is kept. */
    public boolean isExceededBy(long storedBlocks, long storedBytes) {
        return storedBlocks > blocks || storedBytes > bytes;
    }
}
