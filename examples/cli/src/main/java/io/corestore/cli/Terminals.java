package io.corestore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the standard error of this process is a terminal, which Java does not tell. */
final class Terminals {
    private static final String PROPERTY = "corestore.stderr.terminal";
    private static final Path STDERR = Path.of("/proc/self/fd/2");

    private Terminals() {}

    /** What the start script has found out with {@code test -t 2}; without it what the operating system shows. */
    static boolean isStderrTerminal() {
        String told = System.getProperty(PROPERTY);
        return told != null ? Boolean.parseBoolean(told) : isTerminalDevice();
    }

    private static boolean isTerminalDevice() {
        try {
            String device = Files.readSymbolicLink(STDERR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
