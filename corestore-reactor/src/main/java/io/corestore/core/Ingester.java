package io.corestore.core;

import io.corestore.Durability;
import io.corestore.merkle.TreeHasher;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.StoredCore;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Carries out ingests that waited together: each verified on top of those before it, all committed at once. */
final class Ingester {
    private final Log log;
    private final StoredCore stored;
    private final Nodes nodes;
    private final Durability durability;
    private final TreeHasher hasher = new TreeHasher();

    Ingester(Log log, StoredCore stored, Nodes nodes, Durability durability) {
        this.log = log;
        this.stored = stored;
        this.nodes = nodes;
        this.durability = durability;
    }

    Mono<Void> ingest(List<Write.Ingest> group) {
        IngestBatch batch = new IngestBatch(log, nodes, hasher);
        List<Ingested> results = new ArrayList<>(group.size());
        return Flux.fromIterable(group)
                .concatMap(write -> batch.add(write.data()))
                .doOnNext(results::add)
                .then(Mono.defer(() -> batch.isEmpty() ? Mono.empty() : commit(batch)))
                .doOnSuccess(done -> tell(group, results))
                .doOnError(error -> group.forEach(write -> write.fail(error)))
                .onErrorComplete();
    }

    private Mono<Void> commit(IngestBatch batch) {
        CoreCommit commit = batch.commit();
        return stored.commit(commit, durability).doOnSuccess(done -> batch.publish(commit));
    }

    private static void tell(List<Write.Ingest> group, List<Ingested> results) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).done(results.get(i));
        }
    }
}
