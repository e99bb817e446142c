package io.corestore.core;

import io.corestore.BlockRange;
import io.corestore.concurrency.Interleavings;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/** One writer, readers beside it: each word is seen before or after a change, never between. */
final class BitfieldInterleavingTest {
    @Test
    void aBitIsSeenOrNot() {
        Interleavings.check(OneWriter.class);
    }

    /** Numbers 0 to 3 stand for places in two words of each of two pages. */
    @Param(name = "place", gen = IntGen.class, conf = "0:3")
    public static final class OneWriter {
        private static final int RUN = 60;
        private final Bitfield bitfield = new Bitfield();

        @Operation(nonParallelGroup = "writer")
        public void set(@Param(name = "place") int place) {
            bitfield.set(run(place));
        }

        @Operation(nonParallelGroup = "writer")
        public void clear(@Param(name = "place") int place) {
            bitfield.clear(run(place));
        }

        @Operation
        public boolean get(@Param(name = "place") int place) {
            return bitfield.get(run(place).start() + 1);
        }

        @Operation
        public long count(@Param(name = "place") int place) {
            return bitfield.count(run(place));
        }

        @Operation
        public boolean containsAll(@Param(name = "place") int place) {
            return bitfield.containsAll(run(place));
        }

        private static BlockRange run(int place) {
            long start = (place & 1) * 64L + (place >> 1) * 32_768L;
            return BlockRange.of(start, start + RUN);
        }
    }
}
