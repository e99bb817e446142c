package io.corestore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.error.StoreLockedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorsTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Errors errors = new Errors(new PrintStream(err, true, StandardCharsets.UTF_8));

    @Test
    void anErrorOfTheStoreIsItsMessageInOneLine() {
        assertThat(status(new StoreLockedException("held by\n another process")))
                .isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("corestore: held by another process\n");
    }

    @Test
    void anErrorNobodyThoughtOfIsNamed() {
        assertThat(status(new IllegalStateException("odd"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("corestore: unexpected IllegalStateException: odd\n");
    }

    @Test
    void aReaderThatWentAwayIsNoError() {
        assertThat(status(new OutputFailedException(new IOException("Broken pipe"))))
                .isZero();
        assertThat(err.size()).isZero();
        assertThat(status(new OutputFailedException(new IOException("No space left on device"))))
                .isEqualTo(1);
    }

    private int status(Exception error) {
        CommandLine command = new CommandLine(new CorestoreCommand());
        return errors.handleExecutionException(error, command, command.parseArgs());
    }
}
