package io.corestore.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.spi.IoScheduler;
import io.corestore.storage.test.Sweep;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.FaultPlan;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sweep of power cuts is worth: it finds each of the bugs of {@link Planted}, and none where there is none. */
final class PlantedBugTest {
    private static final int IMAGES = 12;

    /** Which syncs fail in the workload of {@link Planted#FAILED_SYNC_SWALLOWED}, and in the same one without the bug. */
    private static final long[] FAILED = {8, 10, 12};

    private final IoScheduler io = IoScheduler.create("planted", 4);
    private final Origin origin = new Origin(io);

    @AfterEach
    void dispose() {
        origin.close();
        io.dispose();
    }

    @Test
    void everyPlantedBugIsFound() {
        Sweep sweep = Sweep.of("R1 planted bugs");
        AtomicLong images = new AtomicLong();
        Planted[] bugs = Planted.values();
        Parallel.run(bugs.length, number -> {
            Planted bug = bugs[number];
            PowerCuts cuts = new PowerCuts(IMAGES, 0);
            String found = violation(bug, bug.disks, cuts, new Random(sweep.seed()));
            assertThat(found).as("%s, %s", sweep, bug).isNotNull();
            images.addAndGet(cuts.images());
        });
        sweep.report(bugs.length + " of " + bugs.length + " bugs found, " + images + " images");
    }

    @Test
    void nothingIsFoundWhereNoBugIs() {
        Sweep sweep = Sweep.of("R1 planted bugs, without them");
        PowerCuts cuts = new PowerCuts(IMAGES, 0);
        List<Planted> different = IntStream.range(0, Workloads.NAMED.size())
                .boxed()
                .flatMap(workload -> Arrays.stream(Planted.values())
                        .filter(bug -> bug.workload == workload)
                        .limit(1))
                .collect(Collectors.toList());
        different.add(Planted.FAILED_SYNC_SWALLOWED);
        Parallel.run(different.size(), number -> {
            String found = violation(different.get(number), Disks.REAL, cuts, new Random(sweep.seed()));
            assertThat(found).as("%s, %s", sweep, different.get(number)).isNull();
        });
        sweep.report(different.size() + " workloads, " + cuts.images() + " images, 0 violations");
    }

    private @Nullable String violation(Planted bug, Disks disks, PowerCuts cuts, Random random) {
        try (Life life = new Life(CrashFs.create(), io, origin, disks).begin()) {
            if (bug == Planted.FAILED_SYNC_SWALLOWED) {
                life.fail(FaultPlan.at(FaultPlan.Kind.FAILED_FORCE, FAILED));
            }
            return cuts.during(life, Workloads.NAMED.get(bug.workload), false, random);
        }
    }
}
