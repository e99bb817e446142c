package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.storage.test.Sweep;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Very many cores on one connection, all of them open at the same time on both sides. */
@RequiresNode
class ManyCoresSweepTest extends TwoPeers {
    private static final int CORES = Sweep.count(200, 1_000, 1_000);
    private static final int BLOCKS = 10;
    private static final int MADE_AT_ONCE = 16;

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeFetchesAllCoresOfAJavaStore(NodeSet set) {
        Sweep sweep = Sweep.of("many cores of Java in Node " + set);
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            List<Core> sources = IntStream.range(0, CORES)
                    .mapToObj(i -> java.named("core " + i))
                    .toList();
            each(sources, MADE_AT_ONCE, core -> core.append(Blocks.made("java", 0, BLOCKS, 50)));
            await(node.connect(java.serve()));
            List<NodeCore> copies =
                    sources.stream().map(core -> node.keyed(core.key().toHex())).toList();
            each(copies, CORES, copy -> copy.awaitLength(BLOCKS).then(copy.download(BLOCKS)));
            mustBeTheSame(sources, copies);
            assertThat(await(copies.get(0).info()).peers()).isEqualTo(1);
        }
        sweep.report(CORES + " cores");
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaFetchesAllCoresOfANodeStore(NodeSet set) {
        Sweep sweep = Sweep.of("many cores of Node " + set + " in Java");
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            List<NodeCore> sources = IntStream.range(0, CORES)
                    .mapToObj(i -> node.named("core " + i))
                    .toList();
            List<NodeInfo> written =
                    each(sources, MADE_AT_ONCE, core -> core.appendMade("node", 0, BLOCKS, 50, BLOCKS));
            java.connect(await(node.serve()));
            List<Core> copies =
                    written.stream().map(info -> java.keyed(info.key())).toList();
            each(
                    copies,
                    CORES,
                    copy -> JavaPeer.grownTo(copy, BLOCKS)
                            .then(copy.download(BlockRange.of(0, BLOCKS)).then(Mono.just(copy))));
            mustBeTheSame(copies, sources);
            assertThat(await(copies.get(0).peers())).hasSize(1);
        }
        sweep.report(CORES + " cores");
    }

    private static <T, R> List<R> each(List<T> all, int atOnce, Function<T, Mono<R>> work) {
        return await(Flux.fromIterable(all).flatMapSequential(work, atOnce).collectList());
    }

    /** The same logs, by their tree hashes, and all blocks of them on both sides. */
    private static void mustBeTheSame(List<Core> here, List<NodeCore> there) {
        List<CoreInfo> java = each(here, MADE_AT_ONCE, Core::info);
        List<NodeInfo> node = each(there, MADE_AT_ONCE, NodeCore::info);
        List<String> digests = each(there, MADE_AT_ONCE, NodeCore::digest);
        for (int i = 0; i < CORES; i++) {
            Same.log(java.get(i), node.get(i));
            assertThat(JavaPeer.digest(here.get(i))).isEqualTo(digests.get(i));
        }
    }
}
