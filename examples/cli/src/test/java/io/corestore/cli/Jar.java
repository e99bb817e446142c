package io.corestore.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the executable jar. */
final class Jar implements AutoCloseable {
    private static final Path FILE = Path.of("target", "corestore.jar");
    private static final int SECONDS = 60;
    private final Process process;
    private final BufferedReader out;

    private Jar(Process process) {
        this.process = process;
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    static Jar start(Object... arguments) {
        return start(new ProcessBuilder(), arguments);
    }

    /** Starts a command that writes its output to a file. */
    static Jar startInto(Path file, Object... arguments) {
        return start(new ProcessBuilder().redirectOutput(file.toFile()), arguments);
    }

    private static Jar start(ProcessBuilder builder, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                FILE.toAbsolutePath().toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            return new Jar(builder.command(command).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command to its end with nothing on standard input. */
    static Done run(Object... arguments) {
        return runWith(new byte[0], arguments);
    }

    /** Runs a command to its end with these bytes on standard input. */
    static Done runWith(byte[] input, Object... arguments) {
        try (Jar jar = start(arguments)) {
            jar.type(input);
            jar.endInput();
            return jar.await();
        }
    }

    void type(byte[] input) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(input);
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void endInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line of standard output; null at its end. */
    String line() {
        try {
            return out.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM; by the handle, since the process would close its streams too. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() {
        process.destroyForcibly();
        status();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Closes the reading end of standard output, as {@code head} does. */
    void stopReading() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left of the output, once the process has ended. */
    Done await() {
        try {
            StringBuilder rest = new StringBuilder();
            char[] buffer = new char[1 << 13];
            for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
                rest.append(buffer, 0, read);
            }
            return new Done(status(), rest.toString(), err());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String err() {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int status() {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end within " + SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** A run that has ended. */
    record Done(int status, String out, String err) {
        String lastLine() {
            List<String> lines = out.lines().toList();
            return lines.get(lines.size() - 1);
        }
    }
}
