package io.corestore.core;

import io.corestore.spi.StoredCore;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands each group of writes to the one who carries out its kind. */
final class Writer {
    private final Appender appender;
    private final Ingester ingester;

    Writer(Log log, StoredCore stored, Nodes nodes, UnsyncedMark unsynced, LogOptions options) {
        this.appender = new Appender(log, stored, unsynced, options.io().asScheduler());
        this.ingester = new Ingester(log, unsynced, nodes, options.durability());
    }

    @SuppressWarnings("unchecked")
    Mono<Void> write(List<Write> group) {
        if (group.get(0) instanceof Write.Append) {
            return appender.append((List<Write.Append>) (List<?>) group);
        }
        if (group.get(0) instanceof Write.Ingest) {
            return ingester.ingest((List<Write.Ingest>) (List<?>) group);
        }
        return Flux.fromIterable((List<Write.Alone<?>>) (List<?>) group)
                .concatMap(Write.Alone::run)
                .then();
    }
}
