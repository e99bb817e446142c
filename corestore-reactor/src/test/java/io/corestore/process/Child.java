package io.corestore.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Another JVM with the class path of this one, told what to do and heard by lines. It ends with this process, see
 * {@link Voice}, and is killed when it has run for two minutes, which is a failure.
 */
final class Child implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private final Process process;
    private final BufferedReader said;
    private final BufferedWriter told;
    private final Disposable watchdog;
    private volatile boolean late;

    private Child(Process process) {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
        this.told = process.outputWriter(StandardCharsets.UTF_8);
        this.watchdog = Mono.delay(LIMIT).subscribe(tick -> giveUp());
    }

    static Child start(Class<?> main, Object... arguments) {
        return start(ChildImage.plain(), main, arguments);
    }

    static Child start(ChildImage image, Class<?> main, Object... arguments) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(image.options());
        command.add(main.getName());
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        try {
            return new Child(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The next line; null once the child has ended. */
    @Nullable
    String hear() {
        try {
            return said.readLine();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Says a line and returns the answer. */
    @Nullable
    String ask(String line) {
        try {
            told.write(line);
            told.newLine();
            told.flush();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return hear();
    }

    /** Ends it at once, as {@code kill -9} does; what it has said can still be heard. */
    void kill() {
        process.toHandle().destroyForcibly();
    }

    /**
     * Waits until it has ended; returns its exit code, 137 if it was killed.
     *
     * @throws IllegalStateException if it took too long
     */
    int end() {
        int code = ended();
        if (late) {
            throw new IllegalStateException("a child did not end within " + LIMIT);
        }
        return code;
    }

    private int ended() {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child ended", interrupted);
        }
    }

    private void giveUp() {
        late = true;
        kill();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        ended();
        watchdog.dispose();
    }
}
