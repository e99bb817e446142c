package io.corestore.cli;

import io.corestore.Corestore;
import io.corestore.reactor.Corestores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Opens the store of a command and closes it after, whatever happened. */
final class Stores {
    private static final String IDENTITY = "primary-key";

    private Stores() {}

    /** Works on the store of a folder, which is created if missing. */
    static <T> Flux<T> use(Path folder, Function<Corestore, Publisher<T>> work) {
        return Flux.usingWhen(Corestores.open(folder), work, Corestore::close);
    }

    /** Works on the store of a folder; fails if there is none. */
    static <T> Flux<T> useExisting(Path folder, Function<Corestore, Publisher<T>> work) {
        return mustExist(folder).thenMany(use(folder, work));
    }

    private static Mono<Void> mustExist(Path folder) {
        return Mono.<Void>fromRunnable(() -> {
                    if (!Files.exists(folder.resolve(IDENTITY))) {
                        throw new CommandFailedException("no store in " + folder);
                    }
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
