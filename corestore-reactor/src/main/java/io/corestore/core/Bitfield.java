package io.corestore.core;

import io.corestore.BlockRange;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * A set of blocks, in pages of 32,768 bits made where a bit is set. One thread at a time changes it; any may read
 * meanwhile and sees each bit before or after a change.
 */
public final class Bitfield {
    private static final int PAGE_SHIFT = 15;
    private static final long PAGE_BITS = 1L << PAGE_SHIFT;
    private static final int PAGE_WORDS = (int) (PAGE_BITS / Long.SIZE);

    private final Map<Long, AtomicLongArray> pages = new ConcurrentHashMap<>();

    public boolean get(long block) {
        AtomicLongArray page = pages.get(block >> PAGE_SHIFT);
        return page != null && (page.get(word(block)) >>> block & 1) != 0;
    }

    public void set(long block) {
        set(BlockRange.of(block, block + 1));
    }

    public void set(BlockRange range) {
        change(range, true);
    }

    public void clear(BlockRange range) {
        change(range, false);
    }

    /** The same set, which stays as it is. */
    public Bitfield copy() {
        Bitfield copy = new Bitfield();
        pages.forEach((number, page) -> {
            long[] words = new long[PAGE_WORDS];
            Arrays.setAll(words, page::get);
            copy.pages.put(number, new AtomicLongArray(words));
        });
        return copy;
    }

    /** The first run of neighbouring blocks in the range that are in the set; empty if there is none. */
    public BlockRange nextRun(BlockRange range) {
        long start = nextSet(range);
        return BlockRange.of(start, nextClear(BlockRange.of(start, range.end())));
    }

    /** The first block of the range that is in the set, or the range's end. */
    public long nextSet(BlockRange range) {
        return next(range, 0);
    }

    /** The first block of the range that is not in the set, or the range's end. */
    public long nextClear(BlockRange range) {
        return next(range, -1);
    }

    /** The last block before this one that is in the set, or -1. */
    public long previousSet(long before) {
        long block = before - 1;
        while (block >= 0) {
            AtomicLongArray page = pages.get(block >> PAGE_SHIFT);
            if (page == null) {
                block = (block >> PAGE_SHIFT << PAGE_SHIFT) - 1;
                continue;
            }
            long bits = page.get(word(block)) << (Long.SIZE - 1 - (block & (Long.SIZE - 1)));
            if (bits != 0) {
                return block - Long.numberOfLeadingZeros(bits);
            }
            block = (block & -Long.SIZE) - 1;
        }
        return -1;
    }

    public boolean containsAll(BlockRange range) {
        return nextClear(range) == range.end();
    }

    public boolean containsAny(BlockRange range) {
        return nextSet(range) != range.end();
    }

    /** How many blocks of the range are in the set. */
    public long count(BlockRange range) {
        long count = 0;
        for (long block = range.start(); block < range.end(); ) {
            long end = Math.min(range.end(), (block | (Long.SIZE - 1)) + 1);
            AtomicLongArray page = pages.get(block >> PAGE_SHIFT);
            if (page == null) {
                block = Math.min(range.end(), ((block >> PAGE_SHIFT) + 1) << PAGE_SHIFT);
                continue;
            }
            count += Long.bitCount(page.get(word(block)) & mask(block, end));
            block = end;
        }
        return count;
    }

    /** The number of pages that hold a bit, or held one. */
    public int pages() {
        return pages.size();
    }

    private long next(BlockRange range, long inverted) {
        for (long block = range.start(); block < range.end(); ) {
            AtomicLongArray page = pages.get(block >> PAGE_SHIFT);
            if (page == null) {
                if (inverted != 0) {
                    return block;
                }
                block = ((block >> PAGE_SHIFT) + 1) << PAGE_SHIFT;
                continue;
            }
            long bits = (page.get(word(block)) ^ inverted) >>> block;
            if (bits != 0) {
                return Math.min(range.end(), block + Long.numberOfTrailingZeros(bits));
            }
            block = (block | (Long.SIZE - 1)) + 1;
        }
        return range.end();
    }

    private void change(BlockRange range, boolean value) {
        for (long block = range.start(); block < range.end(); ) {
            AtomicLongArray page = page(block >> PAGE_SHIFT, value);
            if (page == null) {
                block = ((block >> PAGE_SHIFT) + 1) << PAGE_SHIFT;
                continue;
            }
            long end = Math.min(range.end(), (block | (Long.SIZE - 1)) + 1);
            int word = word(block);
            long old = page.get(word);
            page.set(word, value ? old | mask(block, end) : old & ~mask(block, end));
            block = end;
        }
    }

    private @Nullable AtomicLongArray page(long number, boolean make) {
        AtomicLongArray page = pages.get(number);
        if (page == null && make) {
            page = new AtomicLongArray(PAGE_WORDS);
            pages.put(number, page);
        }
        return page;
    }

    private static int word(long block) {
        return (int) (block & (PAGE_BITS - 1)) >> 6;
    }

    /** The bits of one word from {@code start} to {@code end}, exclusive, which lie in it. */
    private static long mask(long start, long end) {
        return -1L << start & -1L >>> -end;
    }
}
