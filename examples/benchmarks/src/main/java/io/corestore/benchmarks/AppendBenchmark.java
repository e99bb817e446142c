package io.corestore.benchmarks;

import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Durability;
import io.corestore.interop.Blocks;
import io.corestore.interop.NodePeer;
import io.corestore.interop.NodeSet;
import io.corestore.reactor.Corestores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/**
 * 20,000 appends of one block of 100 bytes, all started before the first has ended: as durable as Node's, which sync
 * nothing, or each on disk when it completes.
 */
final class AppendBenchmark {
    private static final int COUNT = 20_000;
    private static final int SIZE = 100;
    private static final int NODE_WARM_UP = 3_000;

    private AppendBenchmark() {}

    static Comparison buffered(Path folder) {
        return run("append 20,000 x 100 B, started at once", folder, Durability.BUFFERED);
    }

    static Comparison sync(Path folder) {
        return run("SYNC append 20,000 x 100 B, started at once", folder, Durability.SYNC);
    }

    private static Comparison run(String work, Path folder, Durability durability) {
        return new Comparison(work, "node 6", node(folder), java(folder, durability), 10);
    }

    private static double node(Path folder) {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder.resolve("node"))) {
            Map<String, ?> options = Map.of("name", "log", "count", COUNT, "size", SIZE, "warmUp", NODE_WARM_UP);
            return Clock.rate(Clock.await(node.send("benchAppend", options, Clock.LIMIT)));
        }
    }

    private static double java(Path folder, Durability durability) {
        List<ByteBuffer> blocks = Blocks.made("block", 0, COUNT, SIZE);
        AtomicInteger run = new AtomicInteger();
        Corestore store = Clock.await(
                Corestores.at(folder.resolve("java")).durability(durability).open());
        Mono<Void> work = Mono.defer(() -> appendAll(store, "log-" + run.incrementAndGet(), blocks));
        try {
            return Clock.rate(COUNT, work);
        } finally {
            store.close().block(Clock.LIMIT);
        }
    }

    private static Mono<Void> appendAll(Corestore store, String name, List<ByteBuffer> blocks) {
        return store.use(
                        CoreOptions.named(name),
                        core -> Mono.when(blocks.stream().map(core::append).toList()))
                .then();
    }
}
