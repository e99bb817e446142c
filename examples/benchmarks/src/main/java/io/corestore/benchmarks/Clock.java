package io.corestore.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Waits and times. */
final class Clock {
    static final Duration LIMIT = Duration.ofMinutes(4);
    private static final int RUNS = 3;

    private Clock() {}

    /** The median rate of three runs, after as many to warm up. */
    static double rate(int blocks, Mono<?> work) {
        for (int i = 0; i < RUNS; i++) {
            seconds(work);
        }
        double[] runs = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            runs[i] = seconds(work);
        }
        Arrays.sort(runs);
        return blocks / runs[RUNS / 2];
    }

    static double seconds(Mono<?> work) {
        long start = System.nanoTime();
        work.then().block(LIMIT);
        return (System.nanoTime() - start) / 1e9;
    }

    static <T> T await(Mono<T> work) {
        @Nullable T result = work.block(LIMIT);
        if (result == null) {
            throw new IllegalStateException("nothing came");
        }
        return result;
    }

    /** The rate that a Node peer measured. */
    static double rate(JsonNode reply) {
        return reply.path("count").asDouble() / reply.path("millis").asDouble() * 1000;
    }
}
