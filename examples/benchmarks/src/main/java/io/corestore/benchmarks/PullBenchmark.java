package io.corestore.benchmarks;

import io.corestore.BlockRange;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Durability;
import io.corestore.interop.NodeInfo;
import io.corestore.interop.NodePeer;
import io.corestore.interop.NodeSet;
import io.corestore.key.CoreKey;
import io.corestore.reactor.Corestores;
import io.corestore.transport.TcpConnection;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** 50,000 blocks of 100 bytes pulled over TCP loopback from another process; a smaller core is pulled before. */
final class PullBenchmark {
    private static final int COUNT = 50_000;
    private static final int SIZE = 100;
    private static final int NODE_WARM_UP = 5_000;

    private PullBenchmark() {}

    static Comparison run(Path folder) {
        return new Comparison("pull of 50,000 x 100 B, two processes, TCP", "node 7", node(folder), java(folder), 5);
    }

    private static double node(Path folder) {
        try (NodePeer writer = NodePeer.at(NodeSet.V7, folder.resolve("node-writer"));
                NodePeer reader = NodePeer.at(NodeSet.V7, folder.resolve("node-reader"))) {
            NodeInfo small = fill(writer, "small", NODE_WARM_UP);
            NodeInfo large = fill(writer, "large", COUNT);
            Clock.await(reader.connect(Clock.await(writer.serve())));
            Map<String, ?> options =
                    Map.of("key", large.key(), "count", COUNT, "warmUpKey", small.key(), "warmUp", NODE_WARM_UP);
            return Clock.rate(Clock.await(reader.send("benchPull", options, Clock.LIMIT)));
        }
    }

    private static NodeInfo fill(NodePeer writer, String name, int count) {
        Clock.await(writer.send("benchFill", Map.of("name", name, "count", count, "size", SIZE), Clock.LIMIT));
        return Clock.await(writer.named(name).info());
    }

    /** The median of three cores, after as many to warm both processes up. */
    private static double java(Path folder) {
        try (PullServer.Process server = PullServer.start(folder.resolve("java-writer"), COUNT, SIZE)) {
            Corestore store = Clock.await(Corestores.at(folder.resolve("java-reader"))
                    .durability(Durability.BUFFERED)
                    .open());
            try {
                return pull(store, server);
            } finally {
                store.close().block(Clock.LIMIT);
            }
        }
    }

    private static double pull(Corestore store, PullServer.Process server) {
        List<CoreKey> keys = server.keys();
        TcpConnection connection =
                Clock.await(TcpTransport.connect(store::replicate, "127.0.0.1", server.port(), TcpOptions.defaults()));
        java.util.Iterator<CoreKey> next = keys.iterator();
        try {
            return Clock.rate(COUNT, Mono.defer(() -> pullOne(store, next.next())));
        } finally {
            connection.close().block(Clock.LIMIT);
        }
    }

    private static Mono<Void> pullOne(Corestore store, CoreKey key) {
        return store.use(CoreOptions.keyed(key), core -> core.download(BlockRange.of(0, COUNT)))
                .then();
    }
}
