package io.corestore.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.logging.LogManager;
import picocli.CommandLine;
import reactor.util.Loggers;

/** Starts the command line of the process. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        Loggers.useJdkLoggers(); // whose handlers are gone now: what matters reaches the user as the one line of an
        // error
        Stop stop = new Stop();
        stop.onSignal();
        Terminal terminal = new Terminal(
                System.in,
                new Output(new FileOutputStream(FileDescriptor.out)),
                System.err,
                Terminals.isStderrTerminal(),
                stop);
        int status = commandLine(terminal).execute(arguments);
        stop.finished(status);
        System.exit(status);
    }

    /** All commands on a terminal. */
    static CommandLine commandLine(Terminal terminal) {
        CommandLine all = new CommandLine(new CorestoreCommand());
        List.of(
                        new AppendCommand(terminal),
                        new CatCommand(terminal),
                        new InfoCommand(terminal),
                        new LsCommand(terminal),
                        new ServeCommand(terminal),
                        new PullCommand(terminal),
                        new DemoCommand(terminal))
                .forEach(all::addSubcommand);
        Errors errors = new Errors(terminal.err());
        all.setParameterExceptionHandler(errors);
        all.setExecutionExceptionHandler(errors);
        return all;
    }
}
