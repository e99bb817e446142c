package io.corestore.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.storage.test.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Processes that are killed at any moment lose nothing they acknowledged, and keep nothing by halves. */
class KillSweepTest {
    private static final int AT_ONCE = 2;
    private static final int STEPS_OF_A_TRIAL = 40;
    private static final int KILLS_OF_A_FOLDER = 10;

    @TempDir
    Path folders;

    private ChildImage image() throws IOException {
        Path trial = folders.resolve("trial");
        Orders orders = new Orders(trial, List.of(), 1, 1, STEPS_OF_A_TRIAL, null, 1);
        return ChildImage.trained(Files.createDirectory(folders.resolve("image")), Worker.class, orders.words());
    }

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws IOException {
        Sweep sweep = Sweep.of("R5 kills");
        Random random = new Random(sweep.seed());
        List<List<Point>> plans = plans(Sweep.count(50, 500, 5_000), random);
        Set<Point> reached = ConcurrentHashMap.newKeySet();
        ChildImage image = image();
        AtomicInteger acknowledged = new AtomicInteger();
        Flux.range(0, plans.size())
                .flatMap(
                        i -> Mono.fromRunnable(
                                        () -> acknowledged.addAndGet(run(image, i, plans.get(i), sweep, reached)))
                                .subscribeOn(Schedulers.boundedElastic()),
                        AT_ONCE)
                .blockLast();
        assertThat(reached).containsAll(EnumSet.allOf(Point.class));
        int kills = plans.stream().mapToInt(List::size).sum();
        sweep.report(kills + " kills, " + reached.size() + " named points, " + plans.size() + " folders, "
                + acknowledged + " acknowledged changes, 0 violations");
    }

    private int run(ChildImage image, int number, List<Point> plan, Sweep sweep, Set<Point> reached) {
        Folder folder = new Folder(image, folders.resolve("folder-" + number), new Random(sweep.seed() + number));
        for (@Nullable Point point : plan) {
            try {
                folder.survive(point);
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError("folder " + number + " of " + sweep, failed);
            }
            if (point != null) {
                reached.add(point);
            }
        }
        return folder.acknowledged();
    }

    /** For each folder where its processes end; null stands for any moment. Every point occurs. */
    private static List<List<@Nullable Point>> plans(int kills, Random random) {
        List<@Nullable Point> all = new ArrayList<>(List.of(Point.values()));
        while (all.size() < kills) {
            all.add(random.nextBoolean() ? null : Point.values()[random.nextInt(Point.values().length)]);
        }
        Collections.shuffle(all, random);
        return IntStream.range(0, (kills + KILLS_OF_A_FOLDER - 1) / KILLS_OF_A_FOLDER)
                .mapToObj(i -> all.subList(i * KILLS_OF_A_FOLDER, Math.min(all.size(), (i + 1) * KILLS_OF_A_FOLDER)))
                .toList();
    }
}
