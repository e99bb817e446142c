package io.corestore.storage.corestore6;

import io.corestore.BlockRange;
import io.corestore.storage.format.Bits;
import io.corestore.storage.format.RangeSet;
import io.corestore.storage.io.PooledFile;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The bitfield file of one core (spec page 23, section 2). The bits themselves are kept by the engine. */
final class BitfieldFile {
    private static final int WINDOW_PAGES = 64;
    /** What is looked at behind the last bits. */
    private static final int PADDING = 8;

    private static final int WINDOW_BYTES = WINDOW_PAGES * Bits.PAGE_BYTES;
    private final PooledFile file;

    BitfieldFile(PooledFile file) {
        this.file = file;
    }

    /** All set bits of the file. */
    RangeSet read() {
        RangeSet present = new RangeSet();
        byte[] window = new byte[(int) Math.min(WINDOW_BYTES, file.size() + PADDING)];
        long position = 0;
        int count;
        do {
            ByteBuffer target = ByteBuffer.wrap(window);
            file.readUpTo(position, target);
            count = target.position() & ~3;
            Arrays.fill(window, count, Math.min(window.length, count + PADDING), (byte) 0);
            Bits.collect(window, count, position * 8, present);
            position += count;
        } while (count == WINDOW_BYTES);
        return present;
    }

    /** Sets and clears bits; each page that changes is written whole. Bits that were never set need no clearing. */
    void write(RangeSet added, RangeSet dropped) {
        long stored = file.size() * 8;
        RangeSet pages = new RangeSet();
        added.ranges().forEach(range -> addPages(pages, range));
        dropped.within(0, stored).forEach(range -> addPages(pages, range));
        for (BlockRange run : pages.ranges()) {
            for (long page = run.start(); page < run.end(); page += WINDOW_PAGES) {
                writePages(page, (int) Math.min(WINDOW_PAGES, run.end() - page), added, dropped);
            }
        }
    }

    void sync() {
        file.sync();
    }

    private void writePages(long first, int count, RangeSet added, RangeSet dropped) {
        byte[] bytes = new byte[count * Bits.PAGE_BYTES];
        file.readUpTo(first * Bits.PAGE_BYTES, ByteBuffer.wrap(bytes));
        fill(bytes, first * Bits.PAGE_BITS, added, true);
        fill(bytes, first * Bits.PAGE_BITS, dropped, false);
        file.write(first * Bits.PAGE_BYTES, ByteBuffer.wrap(bytes));
    }

    private static void fill(byte[] bytes, long base, RangeSet ranges, boolean value) {
        for (BlockRange range : ranges.within(base, base + bytes.length * 8L)) {
            Bits.fill(bytes, (int) (range.start() - base), (int) (range.end() - base), value);
        }
    }

    private static void addPages(RangeSet pages, BlockRange range) {
        pages.add(range.start() / Bits.PAGE_BITS, (range.end() - 1) / Bits.PAGE_BITS + 1);
    }
}
