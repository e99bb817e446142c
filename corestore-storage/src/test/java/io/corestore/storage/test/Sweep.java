package io.corestore.storage.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How much a sweep does. The system property {@code sweep} is {@code ci}, the default, {@code nightly} or {@code release};
 * {@code sweep.seed} repeats one of an earlier report. What a sweep found goes to standard output and to
 * {@code target/sweeps.txt} of its module, a line each.
 */
public final class Sweep {
    private static final Path REPORT = Path.of("target", "sweeps.txt");
    private final String name;
    private final long seed;
    private final long start = System.nanoTime();

    private Sweep(String name, long seed) {
        this.name = name;
        this.seed = seed;
    }

    /** How much time there is. */
    public enum Level {
        CI,
        NIGHTLY,
        RELEASE
    }

    /** Starts a sweep of this name, such as {@code R1 format}. */
    public static Sweep of(String name) {
        String given = System.getProperty("sweep.seed");
        return new Sweep(name, given == null ? System.nanoTime() & 0xffff_ffffL : Long.parseLong(given));
    }

    public static Level level() {
        return Level.valueOf(System.getProperty("sweep", "ci").toUpperCase(Locale.ROOT));
    }

    /** One of three figures. */
    public static int count(int ci, int nightly, int release) {
        return switch (level()) {
            case CI -> ci;
            case NIGHTLY -> nightly;
            case RELEASE -> release;
        };
    }

    /** What its random choices start from. */
    public long seed() {
        return seed;
    }

    /** Says what was done, such as {@code 20000 images, 19201 distinct, 0 violations}. */
    public void report(String counts) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        String line = "sweep " + name + ": " + counts + ", seed " + seed + ", "
                + level().name().toLowerCase(Locale.ROOT) + ", " + seconds + " s";
        System.out.println(line);
        try {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public String toString() {
        return name + " with seed " + seed;
    }
}
