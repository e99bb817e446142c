package io.corestore.benchmarks;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Appends of one block of 100 bytes, each started when the one before is on disk, beside a bare loop over two files of
 * the same folder. Both take turns, so that what the disk does to one it does to the other.
 */
final class SingleBenchmark {
    private static final int SIZE = 100;
    private static final int SLICE = 250;
    private static final int WARM_UP = 20;
    private static final int SLICES = 40;

    private SingleBenchmark() {}

    static Overhead run(Path folder) {
        Corestore store = Clock.await(Corestores.open(folder.resolve("java")));
        try (BareSyncs bare = BareSyncs.in(folder.resolve("bare"), SIZE)) {
            return compare(Clock.await(store.get("log")), bare);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            store.close().block(Clock.LIMIT);
        }
    }

    private static Overhead compare(Core core, BareSyncs bare) {
        Mono<Void> appends = Flux.range(0, SLICE)
                .concatMap(i -> core.append(ByteBuffer.allocate(SIZE)))
                .then();
        Mono<Void> syncs = Mono.fromRunnable(() -> bare.append(SLICE));
        double java = 0;
        double least = 0;
        for (int i = 0; i < WARM_UP + SLICES; i++) {
            double one = Clock.seconds(appends);
            double other = Clock.seconds(syncs);
            if (i >= WARM_UP) {
                java += one;
                least += other;
            }
        }
        int count = SLICE * SLICES;
        return new Overhead("SYNC append of 100 B, one after another", count / least, count / java, 1.3);
    }
}
