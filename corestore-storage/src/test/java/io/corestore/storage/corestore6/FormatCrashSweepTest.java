package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.spi.IoScheduler;
import io.corestore.storage.corestore6.Workloads.Workload;
import io.corestore.storage.test.Sweep;
import io.corestore.storage.test.crash.CrashFs;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Power cuts and kills at every boundary of many lives of a core: what was acknowledged is there, all of it or none. */
final class FormatCrashSweepTest {
    private static final int THREADS = 2;
    private static final int RECOVER_EACH = 100;
    private static final int IMAGES_OF_A_LIFE = 200;
    private final IoScheduler io = IoScheduler.create("crash", THREADS);

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void inNamedWorkloads() {
        Sweep sweep = Sweep.of("R1 format, named workloads");
        check(sweep, Workloads.named(), Sweep.count(4_000, 10_000, 20_000));
    }

    @Test
    void inAllShortWorkloads() {
        Sweep sweep = Sweep.of("R1 format, words of up to three changes");
        List<Workload> words = Workloads.words(3);
        Collections.shuffle(words, new Random(sweep.seed()));
        words = words.subList(0, Sweep.count(100, words.size(), words.size()));
        check(sweep, words, Sweep.count(2_500, 28_000, 30_000));
    }

    @Test
    void inRandomLives() {
        Sweep sweep = Sweep.of("R1 format, random lives");
        int images = Sweep.count(6_500, 60_000, 800_000);
        check(
                sweep,
                LongStream.range(0, Math.max(1, images / IMAGES_OF_A_LIFE))
                        .mapToObj(number -> Workloads.random(sweep.seed() + number))
                        .toList(),
                images);
    }

    private void check(Sweep sweep, List<Workload> workloads, int images) {
        int all = images + images / 2;
        CrashFs store = io.call(() -> start(workloads.get(0))).block();
        AtomicInteger number = new AtomicInteger();
        Tally tally = Flux.fromIterable(workloads)
                .flatMap(
                        workload -> {
                            Random random = new Random(sweep.seed() + number.getAndIncrement());
                            return io.call(() -> new CrashRun(sweep + "", workload, RECOVER_EACH, io, random)
                                    .sweep(store.copy(), all / workloads.size()));
                        },
                        THREADS)
                .reduce(Tally.NONE, Tally::plus)
                .block();
        sweep.report(workloads.size() + " workloads, " + tally);
        assertThat(tally.images()).isGreaterThan(images / 3); // of short workloads there are only so many
        assertThat(tally.recoveries()).isGreaterThan(tally.images() / 20);
    }

    /** A store in which is what was before the workload, and before others with the same beginning. */
    private CrashFs start(Workload workload) {
        CrashFs fs = Life.store(io);
        Life.of(fs, new Model().state(), workload.stepsBefore(), io);
        return fs.copy();
    }
}
