package io.corestore.cli;

import io.corestore.error.CorestoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import reactor.core.Exceptions;

/** The one place where an error becomes a line for the user and a status for the shell. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private final PrintStream err;

    Errors(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        tell(wrong.getMessage() + " (see " + command + " --help)");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable error = Exceptions.unwrap(thrown);
        if (error instanceof OutputFailedException closed && closed.isBrokenPipe()) {
            return ExitCode.OK;
        }
        tell(message(error));
        return ExitCode.SOFTWARE;
    }

    private void tell(@Nullable String message) {
        err.println("corestore: " + String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " "));
    }

    private static String message(Throwable error) {
        if (error instanceof CorestoreException
                || error instanceof CommandFailedException
                || error instanceof OutputFailedException
                || error instanceof IllegalArgumentException) {
            return String.valueOf(error.getMessage());
        }
        if (error instanceof IOException file) {
            return message(file);
        }
        return "unexpected " + error.getClass().getSimpleName()
                + (error.getMessage() == null ? "" : ": " + error.getMessage());
    }

    private static String message(IOException error) {
        String detail = String.valueOf(error.getMessage());
        if (error instanceof NoSuchFileException) {
            return "no such file: " + detail;
        }
        if (error instanceof AccessDeniedException) {
            return "permission denied: " + detail;
        }
        if (error instanceof FileAlreadyExistsException) {
            return "not a folder: " + detail;
        }
        return detail;
    }
}
