package io.corestore.cli;

import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.key.CoreKey;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code pull}: what is missing of a core from a peer. */
@Command(name = "pull", description = "Fetches what is missing of a core from a peer.")
final class PullCommand extends ReactiveCommand {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store, created if missing.")
    @SuppressWarnings("NullAway.Init")
    private Path store;

    @Parameters(index = "1", paramLabel = "KEY", description = "Key: 64 hex or 52 z-base-32 characters.")
    @SuppressWarnings("NullAway.Init")
    private String key;

    @Option(
            names = "--peer",
            paramLabel = "HOST:PORT",
            required = true,
            converter = Address.Converter.class,
            description = "Where the peer listens.")
    @SuppressWarnings("NullAway.Init")
    private Address peer;

    @Mixin
    private RangeOptions range = new RangeOptions();

    @Option(names = "--live", description = "Stays and follows the growth, until SIGINT or SIGTERM.")
    private boolean live;

    PullCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean endsBySignal() {
        return live;
    }

    @Override
    Mono<Void> run() {
        range.check();
        if (!StoredCore.isKey(key)) {
            throw new ParameterException(
                    command.commandLine(), "'" + key + "' is not a key: 64 hex or 52 z-base-32 characters");
        }
        CoreKey wanted = CoreKey.parse(key);
        return Stores.use(store, opened -> pull(opened, wanted))
                .doOnNext(out()::json)
                .then();
    }

    private Flux<Pull.Result> pull(Corestore opened, CoreKey wanted) {
        return opened.use(
                CoreOptions.keyed(wanted), core -> new Pull(opened, core, terminal()).from(peer, range, live));
    }
}
