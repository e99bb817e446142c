package io.corestore.core;

import io.corestore.Durability;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands each group of writes to the one who carries out its kind. */
final class Writer {
    private final Appender appender;
    private final Ingester ingester;

    Writer(Log log, Nodes nodes, UnsyncedMark unsynced, Durability durability) {
        this.appender = new Appender(log, unsynced);
        this.ingester = new Ingester(log, unsynced, nodes, durability);
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
