package io.corestore.core;

import io.corestore.Durability;
import io.corestore.core.Ingested.Outcome;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.CoreCommit;
import java.util.List;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carries out ingests that waited together: each verified on top of those before it, all committed at once. */
final class Ingester {
    private final Log log;
    private final UnsyncedMark unsynced;
    private final Nodes nodes;
    private final Durability durability;
    private final TreeHasher hasher = new TreeHasher();

    Ingester(Log log, UnsyncedMark unsynced, Nodes nodes, Durability durability) {
        this.log = log;
        this.unsynced = unsynced;
        this.nodes = nodes;
        this.durability = durability;
    }

    Mono<Void> ingest(List<Write.Ingest> group) {
        IngestBatch batch = new IngestBatch(log, nodes, hasher);
        Ingested[] results = new Ingested[group.size()];
        return verify(
                        batch,
                        group,
                        results,
                        IntStream.range(0, results.length).boxed().toList())
                .then(Mono.defer(() -> batch.isEmpty() ? Mono.empty() : commit(batch)))
                .doOnSuccess(done -> tell(group, results))
                .doOnError(error -> group.forEach(write -> write.fail(error)))
                .onErrorComplete();
    }

    /** Verifies in order; what lacks a node that another one brings is verified again after that. */
    private Mono<Void> verify(IngestBatch batch, List<Write.Ingest> group, Ingested[] results, List<Integer> which) {
        return Flux.fromIterable(which)
                .concatMap(i -> batch.add(group.get(i).data()).doOnNext(result -> results[i] = result))
                .then(Mono.defer(() -> {
                    List<Integer> left = which.stream()
                            .filter(i -> results[i].outcome() == Outcome.UNANCHORED)
                            .toList();
                    return left.isEmpty() || left.size() == which.size()
                            ? Mono.empty()
                            : verify(batch, group, results, left);
                }));
    }

    private Mono<Void> commit(IngestBatch batch) {
        CoreCommit.Builder commit = batch.commit();
        CoreCommit verified = commit.build();
        return unsynced.commit(commit, durability).doOnSuccess(done -> batch.publish(verified));
    }

    private static void tell(List<Write.Ingest> group, Ingested[] results) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done(results[i]);
        }
    }
}
