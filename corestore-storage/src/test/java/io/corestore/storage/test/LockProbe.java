package io.corestore.storage.test;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tries to lock a file from another process, as another store would. */
public final class LockProbe {
    private LockProbe() {}

    /** Whether another process finds the file locked. */
    public static boolean isLocked(Path file) throws IOException, InterruptedException {
        Path classes = Path.of(LockProbe.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process probe = new ProcessBuilder(
                        java.toString(),
                        "-Xshare:auto",
                        "-cp",
                        classes.toString(),
                        LockProbe.class.getName(),
                        file + "")
                .redirectErrorStream(true)
                .start();
        String answer = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (probe.waitFor() != 0) {
            throw new IOException("cannot ask another process: " + answer);
        }
        return Boolean.parseBoolean(answer);
    }

    /** Prints whether the file of this name is locked. */
    public static void main(String[] arguments) throws IOException {
        try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
            System.out.print(channel.tryLock() == null);
        }
    }
}
