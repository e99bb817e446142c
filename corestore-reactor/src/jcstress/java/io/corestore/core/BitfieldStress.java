package io.corestore.core;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.corestore.BlockRange;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** What one thread sets in a bitfield, as another one sees it. */
public final class BitfieldStress {
    private BitfieldStress() {}

    /** Who sees a bit of a page made just now sees the bits that were set before it. */
    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "before both")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "between them")
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after both")
    @Outcome(expect = FORBIDDEN, desc = "the later bit without the earlier one")
    @State
    public static class Publication {
        private static final long NEXT_PAGE = 40_000;
        private final Bitfield bitfield = new Bitfield();

        @Actor
        public void write() {
            bitfield.set(3);
            bitfield.set(NEXT_PAGE);
        }

        @Actor
        public void read(ZZ_Result seen) {
            seen.r1 = bitfield.get(NEXT_PAGE);
            seen.r2 = bitfield.get(3);
        }
    }

    /** The blocks of one word appear together. */
    @JCStressTest
    @Outcome(
            id = {"0", "60"},
            expect = ACCEPTABLE,
            desc = "none or all")
    @Outcome(expect = FORBIDDEN, desc = "some of one word")
    @State
    public static class OneWord {
        private static final BlockRange RUN = BlockRange.of(2, 62);
        private final Bitfield bitfield = new Bitfield();

        @Actor
        public void write() {
            bitfield.set(RUN);
        }

        @Actor
        public void count(J_Result seen) {
            seen.r1 = bitfield.count(RUN);
        }
    }
}
