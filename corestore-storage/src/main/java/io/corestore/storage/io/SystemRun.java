package io.corestore.storage.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Tells the runs of the operating system apart: what a process wrote and did not sync outlives the process, not the run.
 * Linux names its runs; elsewhere every answer is another one, so that nobody counts on what was not synced.
 */
final class SystemRun {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private SystemRun() {}

    static String current() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException notLinux) {
            return unknown();
        }
    }

    static String unknown() {
        return "unknown-" + UUID.randomUUID();
    }
}
