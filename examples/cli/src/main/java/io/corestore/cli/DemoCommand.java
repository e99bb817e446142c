package io.corestore.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** {@code demo}: the main job in one go. */
@Command(
        name = "demo",
        description =
                "Fills a store on disk, replicates it over TCP to another one while it grows, reopens and compares.")
final class DemoCommand extends ReactiveCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "File to fill the cores from.")
    private @Nullable Path file;

    DemoCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Mono<Void> run() {
        if (file != null && !Files.isRegularFile(file)) {
            throw new CommandFailedException("no file to read: " + file);
        }
        Mono<Void> work = Mono.usingWhen(TemporaryFolder.create(), this::in, TemporaryFolder::delete);
        return Mono.firstWithSignal(work, terminal().stop().requested());
    }

    private Mono<Void> in(TemporaryFolder folder) {
        Mono<Path> source = file == null ? DemoText.writeTo(folder.path()) : Mono.just(file);
        return source.flatMap(path -> new Demo(folder.path(), path, out()).run());
    }
}
