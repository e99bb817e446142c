package io.corestore.concurrency;

import io.corestore.storage.test.Sweep;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * How Lincheck runs a class of operations: as many scenarios and interleavings as there is time for. A class of
 * operations is a public one with public ones, whose results must be those of some order of the same calls; what must
 * hold at the end is its {@code @Validate} method.
 */
public final class Interleavings {
    private static final int THREADS = 2;
    private static final int ACTORS = 3;

    private Interleavings() {}

    /** Every interleaving is chosen and repeatable: for code without threads of its own. */
    public static void check(Class<?> operations) {
        int scenarios = Sweep.count(2, 50, 50);
        int invocations = Sweep.count(50, 10_000, 10_000);
        Sweep sweep = Sweep.of("R10 model checking of " + operations.getSimpleName());
        new ModelCheckingOptions()
                .iterations(scenarios)
                .invocationsPerIteration(invocations)
                .threads(THREADS)
                .actorsPerThread(ACTORS)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(operations);
        sweep.report(scenarios + " scenarios x " + invocations + " interleavings, 0 violations");
    }

    /** The threads run freely: for code that calls too much to choose each step of it. */
    public static void stress(Class<?> operations) {
        int scenarios = Sweep.count(3, 50, 50);
        int invocations = Sweep.count(200, 10_000, 10_000);
        Sweep sweep = Sweep.of("R10 stress of " + operations.getSimpleName());
        new StressOptions()
                .iterations(scenarios)
                .invocationsPerIteration(invocations)
                .threads(THREADS)
                .actorsPerThread(ACTORS)
                .actorsBefore(1)
                .actorsAfter(1)
                .check(operations);
        sweep.report(scenarios + " scenarios x " + invocations + " runs, 0 violations");
    }
}
