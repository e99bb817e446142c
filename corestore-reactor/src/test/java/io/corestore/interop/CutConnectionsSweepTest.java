package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.storage.test.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Connections that are cut again and again while cores grow and fork: the last state arrives, and all of it. */
@RequiresNode
class CutConnectionsSweepTest extends TwoPeers {
    private static final Duration TIME = Duration.ofSeconds(Sweep.count(4, 60, 60));
    private static final Duration BETWEEN_CUTS = Duration.ofMillis(200);
    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(50);
    private static final int CORES = 4;

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaFollowsNode(NodeSet set) {
        Sweep sweep = Sweep.of("cut connections, Java follows Node " + set);
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            node.provoked("stream-error", "Node drops whoever asks for a tree that it is cutting")
                    .provoked("invalid-request", "so it does in version 11, where it notices");
            List<NodeCore> sources = cores(i -> node.named("core " + i));
            List<RandomHistory> histories = cores(i -> RandomHistory.of(sources.get(i), random(sweep, i)));
            List<Core> copies =
                    cores(i -> java.keyed(await(sources.get(i).info()).key()));
            java.stayConnected(await(node.serve()));
            Disposable downloads = Flux.fromIterable(copies)
                    .flatMap(copy -> copy.download(BlockRange.all()))
                    .subscribe();
            String changes = change(histories, node);
            for (int i = 0; i < CORES; i++) {
                JavaPeer.awaitFork(
                        copies.get(i),
                        histories.get(i).forks(),
                        histories.get(i).length());
                JavaPeer.download(copies.get(i), histories.get(i).length());
                Same.content(copies.get(i), sources.get(i));
            }
            downloads.dispose();
            sweep.report(changes);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeFollowsJava(NodeSet set) {
        Sweep sweep = Sweep.of("cut connections, Node " + set + " follows Java");
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            List<Core> sources = cores(i -> java.named("core " + i));
            List<RandomHistory> histories = cores(i -> RandomHistory.of(sources.get(i), random(sweep, i)));
            List<NodeCore> copies = cores(i -> node.keyed(sources.get(i).key().toHex()));
            copies.forEach(copy -> await(copy.downloadAll()));
            java.stayConnected(await(node.serve()));
            String changes = change(histories, node);
            for (int i = 0; i < CORES; i++) {
                RandomHistory history = histories.get(i);
                await(copies.get(i).awaitFork(history.forks(), history.length()));
                await(copies.get(i).download(history.length()));
                Same.content(sources.get(i), copies.get(i));
            }
            sweep.report(changes);
        }
    }

    private static <T> List<T> cores(Function<Integer, T> core) {
        return IntStream.range(0, CORES).boxed().map(core).toList();
    }

    private static Random random(Sweep sweep, int core) {
        return new Random(sweep.seed() + core);
    }

    /** Changes all cores for as long as there is time, while Node cuts the connections; says what was done. */
    private static String change(List<RandomHistory> histories, NodePeer node) {
        Mono<Long> cuts =
                every(BETWEEN_CUTS).concatMap(tick -> node.disconnect(), 1).count();
        Flux<Void> changes = Flux.fromIterable(histories)
                .flatMap(history -> every(BETWEEN_CHANGES).concatMap(tick -> history.step(), 1));
        long cut = Mono.zip(cuts, changes.then(Mono.just(true)), (count, done) -> count)
                .block(TIME.plus(JavaPeer.LIMIT));
        int steps = histories.stream().mapToInt(RandomHistory::steps).sum();
        int forks = histories.stream().mapToInt(RandomHistory::forks).sum();
        assertThat(cut).isGreaterThan(TIME.dividedBy(BETWEEN_CUTS) / 2);
        return CORES + " cores, " + steps + " changes, " + forks + " forks, " + cut + " cuts";
    }

    private static Flux<Long> every(Duration period) {
        return Flux.interval(period, Schedulers.boundedElastic())
                .onBackpressureDrop()
                .take(TIME.dividedBy(period));
    }
}
