package io.corestore.core;

import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.StoredCore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Hands each group of writes to the one who carries out its kind. */
final class Writer {
    private final Log log;
    private final StoredCore stored;
    private final Durability durability;
    private final Appender appender;
    private final Ingester ingester;

    Writer(Log log, StoredCore stored, Nodes nodes, Durability durability) {
        this.log = log;
        this.stored = stored;
        this.durability = durability;
        this.appender = new Appender(log, stored, durability);
        this.ingester = new Ingester(log, stored, nodes, durability);
    }

    @SuppressWarnings("unchecked")
    Mono<Void> write(List<Write> group) {
        if (group.get(0) instanceof Write.Append) {
            return appender.append((List<Write.Append>) (List<?>) group);
        }
        if (group.get(0) instanceof Write.Ingest) {
            return ingester.ingest((List<Write.Ingest>) (List<?>) group);
        }
        return Flux.fromIterable((List<Write.SetUserData>) (List<?>) group)
                .concatMap(this::setUserData)
                .then();
    }

    private Mono<Void> setUserData(Write.SetUserData write) {
        CoreCommit.Builder commit = CoreCommit.to(log.state().head());
        write.values().forEach(commit::userData);
        return stored.commit(commit.build(), durability)
                .doOnSuccess(done -> {
                    apply(write.values());
                    write.done();
                })
                .doOnError(write::fail)
                .onErrorComplete();
    }

    private void apply(Map<String, ByteBuffer> values) {
        values.forEach((name, value) -> {
            if (value.hasRemaining()) {
                log.userData().put(name, value.asReadOnlyBuffer());
            } else {
                log.userData().remove(name);
            }
        });
    }
}
