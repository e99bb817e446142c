package io.corestore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.storage.test.Sweep;
import io.corestore.sweep.Parallel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Three to eight stores share cores over connections that break, stall and double, through power cuts, slow disks and
 * peers that lie: no wrong block is delivered, nothing is signed twice, and all are the same soon after.
 */
final class SimulationSweepTest {
    private static final int SECONDS = Sweep.count(10, 20, 20);

    @Test
    void allStoresAreTheSameSoonAfterEverythingWentWrong() {
        Sweep sweep = Sweep.of("R7 simulation");
        int seeds = Sweep.count(500, 5_000, 50_000);
        AtomicLong events = new AtomicLong();
        AtomicLong delivered = new AtomicLong();
        AtomicLong crashes = new AtomicLong();
        Parallel.run(seeds, number -> {
            Simulation.Outcome outcome = run(sweep.seed() + number);
            events.addAndGet(outcome.events());
            delivered.addAndGet(outcome.delivered());
            crashes.addAndGet(outcome.crashes());
        });
        sweep.report(seeds + " seeds, " + events + " events, " + delivered + " blocks delivered, " + crashes
                + " power cuts, 0 violations");
    }

    /** A peer got the roots it had lacked with blocks, and did not say that it could prove its tree from then on. */
    @Test
    void proofsThatBecomePossibleWithBlocksAreOffered() {
        assertThat(new Simulation(3_903_934_965L, Plan.of(20)).run().healed()).isLessThan(60);
    }

    @Test
    void seedDoesTheSameAgain() {
        long seed = Sweep.of("R7 simulation, again").seed();
        assertThat(run(seed)).isEqualTo(run(seed)).isNotEqualTo(run(seed + 1));
    }

    private static Simulation.Outcome run(long seed) {
        try {
            return new Simulation(seed, Plan.of(SECONDS)).run();
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError("R7 simulation with seed " + seed + ": " + failed.getMessage(), failed);
        }
    }
}
