package io.corestore.cli;

import io.corestore.Corestore;
import io.corestore.transport.TcpListener;
import io.corestore.transport.TcpOptions;
import io.corestore.transport.TcpTransport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** {@code serve}: every stored core to every peer that knows its key, until ended. */
@Command(name = "serve", description = "Serves every stored core to peers, until SIGINT or SIGTERM.")
final class ServeCommand extends ReactiveCommand {
    private static final int MAX_PORT = 65_535;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "STORE", description = "Folder of the store.")
    @SuppressWarnings("NullAway.Init")
    private Path store;

    @Option(names = "--host", paramLabel = "H", description = "Address to listen on (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "P", description = "Port to listen on, 0 picks one (${DEFAULT-VALUE}).")
    private int port;

    ServeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean endsBySignal() {
        return true;
    }

    @Override
    Mono<Void> run() {
        if (port < 0 || port > MAX_PORT) {
            throw new ParameterException(command.commandLine(), "--port must be between 0 and " + MAX_PORT);
        }
        return Stores.useExisting(store, this::serve).then(Mono.fromRunnable(() -> out().line("closed")));
    }

    private Mono<Void> serve(Corestore opened) {
        TcpOptions options = TcpOptions.defaults().withBind(host, port);
        return Mono.usingWhen(TcpTransport.listen(opened::replicate, options), this::untilStopped, TcpListener::close);
    }

    private Mono<Void> untilStopped(TcpListener listener) {
        out().line("listening on " + Address.of(listener.address()));
        return terminal().stop().requested();
    }
}
