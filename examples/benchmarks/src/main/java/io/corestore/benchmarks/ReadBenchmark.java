package io.corestore.benchmarks;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.interop.Blocks;
import io.corestore.interop.NodePeer;
import io.corestore.interop.NodeSet;
import io.corestore.reactor.Corestores;
import java.nio.file.Path;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A read stream over 200,000 blocks of 100 bytes; each run opens the core anew, so that every block is verified. */
final class ReadBenchmark {
    private static final int COUNT = 200_000;
    private static final int SIZE = 100;
    private static final int NODE_WARM_UP = 20_000;
    private static final int BATCH = 1_000;

    private ReadBenchmark() {}

    static Comparison run(Path folder) {
        return new Comparison("read stream of 200,000 x 100 B", "node 6", node(folder), java(folder), 20);
    }

    private static double node(Path folder) {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("node"))) {
            Clock.await(node.send("benchFill", Map.of("name", "log", "count", COUNT, "size", SIZE), Clock.LIMIT));
            Map<String, ?> options = Map.of("name", "log", "warmUp", NODE_WARM_UP);
            return Clock.rate(Clock.await(node.send("benchRead", options, Clock.LIMIT)));
        }
    }

    private static double java(Path folder) {
        Corestore store = Clock.await(Corestores.open(folder.resolve("java")));
        try {
            use(store, ReadBenchmark::fill).block(Clock.LIMIT);
            return Clock.rate(COUNT, Mono.defer(() -> use(store, ReadBenchmark::read)));
        } finally {
            store.close().block(Clock.LIMIT);
        }
    }

    private static Mono<Void> use(Corestore store, java.util.function.Function<Core, Mono<Void>> work) {
        return store.use(CoreOptions.named("log"), work).then();
    }

    private static Mono<Void> read(Core core) {
        return core.read(BlockRange.all())
                .count()
                .doOnNext(read -> mustBeAll(read))
                .then();
    }

    private static void mustBeAll(long read) {
        if (read != COUNT) {
            throw new IllegalStateException(read + " blocks instead of " + COUNT);
        }
    }

    static Mono<Void> fill(Core core) {
        return fill(core, COUNT, SIZE);
    }

    /** Fills an empty core with made-up blocks. */
    static Mono<Void> fill(Core core, int count, int size) {
        return Flux.range(0, count / BATCH)
                .concatMap(batch -> core.append(Blocks.made("block", batch * BATCH, BATCH, size)))
                .then();
    }
}
