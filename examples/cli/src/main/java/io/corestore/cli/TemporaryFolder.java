package io.corestore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A folder that is deleted with all that is in it. */
record TemporaryFolder(Path path) {
    static Mono<TemporaryFolder> create() {
        return Mono.fromCallable(() -> new TemporaryFolder(Files.createTempDirectory("corestore-demo-")))
                .subscribeOn(Schedulers.boundedElastic());
    }

    Mono<Void> delete() {
        return Mono.<Void>fromCallable(() -> {
                    deleteAll();
                    return null;
                })
                .onErrorComplete(IOException.class)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private void deleteAll() throws IOException {
        for (Path each : contents()) {
            Files.deleteIfExists(each);
        }
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
