package io.corestore.storage.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RangeSetTest {
    @Test
    void agreesWithASetOfBits() {
        Random random = new Random(1);
        for (int run = 0; run < 200; run++) {
            RangeSet ranges = new RangeSet();
            BitSet bits = new BitSet();
            for (int step = 0; step < 60; step++) {
                int start = random.nextInt(200);
                int end = start + random.nextInt(30);
                if (random.nextInt(3) > 0) {
                    ranges.add(start, end);
                    bits.set(start, end);
                } else {
                    ranges.remove(start, end);
                    bits.clear(start, end);
                }
                assertSame(ranges, bits);
            }
        }
    }

    @Test
    void bitsGoThroughPages() {
        Random random = new Random(2);
        for (int run = 0; run < 200; run++) {
            byte[] page = new byte[64];
            BitSet bits = new BitSet();
            for (int step = 0; step < 20; step++) {
                int start = random.nextInt(512);
                int end = start + random.nextInt(512 - start + 1);
                boolean value = random.nextBoolean();
                Bits.fill(page, start, end, value);
                bits.set(start, end, value);
            }
            RangeSet collected = new RangeSet();
            Bits.collect(page, page.length, 0, collected);
            assertSame(collected, bits);
        }
    }

    private static void assertSame(RangeSet ranges, BitSet bits) {
        BitSet found = new BitSet();
        long last = -1;
        for (BlockRange range : ranges.ranges()) {
            assertThat(range.start()).isGreaterThan(last);
            found.set((int) range.start(), (int) range.end());
            last = range.end();
        }
        assertThat(found).isEqualTo(bits);
        assertThat(ranges.end()).isEqualTo(bits.length());
        assertThat(ranges.firstMissing()).isEqualTo(bits.nextClearBit(0));
    }
}
