package io.corestore.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.spi.IoScheduler;
import io.corestore.storage.test.Sweep;
import io.corestore.storage.test.crash.CrashFs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The power is cut at any operation on any file: whatever of what was not synced is lost, the store opens, holds all that
 * was acknowledged and nothing that was not asked for, and can be worked with.
 */
final class EngineCrashSweepTest {
    private final IoScheduler io = IoScheduler.create("sweep", 4);
    private final Origin origin = new Origin(io);

    @AfterEach
    void dispose() {
        origin.close();
        io.dispose();
    }

    @Test
    void twelveWorkloadsAreCutAtEveryOperation() {
        Sweep sweep = Sweep.of("R1 engine, 12 workloads");
        PowerCuts cuts = new PowerCuts(Sweep.count(12, 32, 1_024), Sweep.count(2, 4, 10));
        Parallel.run(Workloads.NAMED.size(), workload -> {
            Random random = new Random(sweep.seed() + workload);
            assertSound(sweep, Workloads.NAMED.get(workload), cuts, random, false);
        });
        sweep.report(counts(cuts));
    }

    /** The cuts of shorter workloads are those of longer ones before their last operation. */
    @Test
    void allWorkloadsOfUpToThreeOperationsAreCutInTheirLastOne() {
        Sweep sweep = Sweep.of("R1 engine, workloads of up to three operations");
        List<List<Act>> all = short3();
        Collections.shuffle(all, new Random(sweep.seed()));
        List<List<Act>> chosen = all.subList(0, Math.min(all.size(), Sweep.count(330, all.size(), all.size())));
        PowerCuts cuts = new PowerCuts(Sweep.count(8, 8, 64), Sweep.count(2, 4, 10));
        Parallel.run(chosen.size(), workload -> {
            Random random = new Random(sweep.seed() + workload);
            assertSound(sweep, chosen.get(workload), cuts, random, true);
        });
        sweep.report(chosen.size() + " of " + all.size() + " workloads, " + counts(cuts));
    }

    @Test
    void longWorkloadsAtRandomAreCut() {
        Sweep sweep = Sweep.of("R1 engine, long workloads at random");
        PowerCuts cuts = new PowerCuts(Sweep.count(4, 6, 16), 2);
        Parallel.run(Sweep.count(6, 60, 300), workload -> {
            Random random = new Random(sweep.seed() + workload);
            List<Act> acts = random.ints(12, 0, Act.values().length)
                    .mapToObj(act -> Act.values()[act])
                    .toList();
            assertSound(sweep, acts, cuts, random, false);
        });
        sweep.report(counts(cuts));
    }

    private void assertSound(Sweep sweep, List<Act> acts, PowerCuts cuts, Random random, boolean lastOnly) {
        assertThat(violation(acts, cuts, random, lastOnly, Disks.REAL))
                .as("%s, %s", sweep, acts)
                .isNull();
    }

    private @Nullable String violation(List<Act> acts, PowerCuts cuts, Random random, boolean lastOnly, Disks disks) {
        try (Life life = new Life(CrashFs.create(), io, origin, disks).begin()) {
            return cuts.during(life, acts, lastOnly, random);
        }
    }

    private static List<List<Act>> short3() {
        List<List<Act>> all = new ArrayList<>();
        List<List<Act>> before = List.of(List.of());
        for (int length = 1; length <= 3; length++) {
            before = before.stream()
                    .flatMap(acts -> IntStream.range(0, Act.values().length).mapToObj(act -> {
                        List<Act> longer = new ArrayList<>(acts);
                        longer.add(Act.values()[act]);
                        return longer;
                    }))
                    .map(acts -> (List<Act>) acts)
                    .toList();
            all.addAll(before);
        }
        return all;
    }

    private static String counts(PowerCuts cuts) {
        return cuts.images() + " images, " + cuts.distinct() + " distinct, " + cuts.second()
                + " cut again while recovering, 0 violations";
    }
}
