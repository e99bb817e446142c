package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which blocks a peer says it has: all below a contiguous length, and single ones (spec page 13, section 1). */
final class RemoteBlocks {
    private static final int MAX_PAGES = 4_096;
    private static final long MAX_RUN = 1L << 27;

    private final Bitfield bits = new Bitfield();
    private long contiguous;

    boolean has(long block) {
        return block < contiguous || bits.get(block);
    }

    boolean hasAll(BlockRange range) {
        return range.end() <= contiguous
                || bits.containsAll(
                        BlockRange.of(Math.max(range.start(), Math.min(contiguous, range.end())), range.end()));
    }

    /** The first block of the range that the peer has, or its end. */
    long nextHeld(BlockRange range) {
        return range.start() < contiguous ? range.start() : bits.nextSet(range);
    }

    long contiguous() {
        return contiguous;
    }

    void add(long start, long length) {
        if (start <= contiguous) {
            contiguous = Math.max(contiguous, start + length);
        } else if (bits.pages() < MAX_PAGES && length <= MAX_RUN) {
            bits.set(BlockRange.of(start, start + length));
        }
    }

    void drop(long start, long length) {
        if (start < contiguous) {
            keepBitsBelow(start);
        }
        bits.clear(BlockRange.of(start, start + length));
    }

    /** Takes over the words of a bitfield message; a start that is not a multiple of 32 is ignored. */
    void replace(long start, ByteBuffer words) {
        if (start % Integer.SIZE != 0 || bits.pages() > MAX_PAGES) {
            return;
        }
        long length = words.remaining() * 8L;
        if (start < contiguous) {
            keepBitsBelow(start);
        }
        bits.clear(BlockRange.of(start, start + length));
        ByteBuffer in = words.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        for (long block = start; in.hasRemaining(); block += Integer.SIZE) {
            setWord(block, in.getInt());
        }
    }

    private void setWord(long block, int word) {
        int rest = word;
        while (rest != 0) {
            int first = Integer.numberOfTrailingZeros(rest);
            int run = Integer.numberOfTrailingZeros(~(rest >>> first));
            bits.set(BlockRange.of(block + first, block + first + run));
            rest = first + run == Integer.SIZE ? 0 : rest >>> (first + run) << (first + run);
        }
    }

    /** What lay below the contiguous length from {@code start} on becomes single blocks. */
    private void keepBitsBelow(long start) {
        if (contiguous - start <= MAX_RUN) {
            bits.set(BlockRange.of(start, contiguous));
        }
        contiguous = start;
    }
}
