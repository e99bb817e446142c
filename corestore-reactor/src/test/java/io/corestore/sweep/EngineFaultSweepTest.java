package io.corestore.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.spi.IoScheduler;
import io.corestore.storage.test.Sweep;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.FaultPlan;
import io.corestore.storage.test.crash.FaultPlan.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Any operation on any file fails, once or from then on, in each way that a disk has: see {@link FaultRun}. */
final class EngineFaultSweepTest {
    private final IoScheduler io = IoScheduler.create("faults", 4);
    private final Origin origin = new Origin(io);
    private final AtomicLong images = new AtomicLong();

    @AfterEach
    void dispose() {
        origin.close();
        io.dispose();
    }

    /** A fault of a workload. */
    private record Point(int workload, Kind kind, boolean sticky, long... numbers) {
        boolean syncsFail() {
            return kind == Kind.EIO || kind == Kind.FAILED_FORCE;
        }

        FaultPlan plan() {
            return sticky ? FaultPlan.from(kind, numbers[0]) : FaultPlan.at(kind, numbers);
        }
    }

    @Test
    void everyOperationFails() {
        Sweep sweep = Sweep.of("R3 engine, every operation");
        List<Point> all = points();
        List<Point> chosen = chosen(sweep, all, all.size());
        Parallel.run(chosen.size(), number -> {
            Point point = chosen.get(number);
            check(sweep, point, number, run -> run.violation(point.plan()));
        });
        sweep.report(chosen.size() + " of " + all.size() + " points, " + images + " images, 0 violations");
    }

    private void check(Sweep sweep, Point point, int number, Function<FaultRun, @Nullable String> run) {
        List<Act> acts = Workloads.FAULTS.get(point.workload());
        FaultRun life = new FaultRun(io, origin, acts, point.syncsFail(), new Random(sweep.seed() + number));
        String what = sweep + ", point " + number + ", " + acts + ", " + point.plan();
        String wrong;
        try {
            wrong = run.apply(life);
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(what, failed);
        }
        assertThat(wrong).as(what).isNull();
        images.addAndGet(life.images());
    }

    @Test
    void faultsOfOneCoreDoNotTouchTheOthers() {
        Sweep sweep = Sweep.of("R3 engine, faults of one core");
        List<Point> chosen = chosen(sweep, points(), Sweep.count(100, 2_000, 10_000));
        Parallel.run(chosen.size(), number -> {
            Point point = chosen.get(number);
            check(sweep, point, number, run -> run.violationOnOne(point.plan()));
        });
        sweep.report(chosen.size() + " points, " + images + " images, 0 violations");
    }

    @Test
    void pairsOfOperationsFail() {
        Sweep sweep = Sweep.of("R3 engine, double faults");
        List<Point> single = points();
        Random random = new Random(sweep.seed());
        List<Point> pairs = random.ints(Sweep.count(100, 2_000, 50_000), 0, single.size())
                .mapToObj(single::get)
                .map(first -> new Point(
                        first.workload(),
                        first.kind(),
                        false,
                        first.numbers()[0],
                        first.numbers()[0] + 1 + random.nextInt(12)))
                .toList();
        Parallel.run(pairs.size(), number -> {
            Point point = pairs.get(number);
            check(sweep, point, number, run -> run.violation(point.plan()));
        });
        sweep.report(pairs.size() + " points, " + images + " images, 0 violations");
    }

    private static List<Point> chosen(Sweep sweep, List<Point> all, int count) {
        List<Point> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, new Random(sweep.seed()));
        return shuffled.subList(0, Math.min(count, all.size()));
    }

    /** Every operation that a kind may hit in these workloads, once and from then on. */
    private List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (int workload = 0; workload < Workloads.FAULTS.size(); workload++) {
            for (Kind kind : Kind.values()) {
                long count = count(workload, kind);
                for (long number = 0; number < count; number++) {
                    points.add(new Point(workload, kind, false, number));
                    points.add(new Point(workload, kind, true, number));
                }
            }
        }
        return points;
    }

    private long count(int workload, Kind kind) {
        FaultPlan plan = FaultPlan.counting(kind);
        CrashFs fs = CrashFs.create();
        fs.fail(plan);
        try (Life life = new Life(fs, io, origin, Disks.REAL).begin()) {
            Workloads.FAULTS.get(workload).forEach(act -> act.on(life));
        }
        return plan.count();
    }
}
