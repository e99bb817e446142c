package io.corestore.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.corestore.Corestore;
import io.corestore.StoredCoreInfo;
import io.corestore.key.Hash;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** {@code ls}: all stored cores, one line of JSON each. */
@Command(name = "ls", description = "Lists all stored cores.")
final class LsCommand extends ReactiveCommand {
    @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
    @SuppressWarnings("NullAway.Init")
    private Path store;

    LsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Mono<Void> run() {
        return Stores.useExisting(store, Corestore::list)
                .takeUntilOther(terminal().stop().requested())
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(core -> out().json(Line.of(core)))
                .then();
    }

    /** One core. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            String discoveryKey,
            String key,
            long length,
            long fork,
            @Nullable String name,
            @Nullable String namespace) {
        static Line of(StoredCoreInfo core) {
            Hash namespace = core.namespace();
            return new Line(
                    core.discoveryKey().toHex(),
                    core.key().toHex(),
                    core.length(),
                    core.fork(),
                    core.name(),
                    namespace == null ? null : namespace.toHex());
        }
    }
}
