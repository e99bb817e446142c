package io.corestore.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/** Runs the benchmarks that are named in the arguments, else all, and prints a table. */
public final class Benchmarks {
    private static final List<String> NAMES = List.of("append", "sync", "single", "read", "pull");
    private static final Map<String, Function<Path, ?>> ALL = Map.of(
            "append", AppendBenchmark::buffered,
            "sync", AppendBenchmark::sync,
            "single", SingleBenchmark::run,
            "read", ReadBenchmark::run,
            "pull", PullBenchmark::run);

    private Benchmarks() {}

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().reset();
        List<String> wanted = arguments.length == 0 ? NAMES : List.of(arguments);
        Path folder = Files.createTempDirectory("corestore-bench-");
        System.out.println("java " + System.getProperty("java.version") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, node as in the PATH");
        System.out.println(Comparison.HEAD);
        try {
            for (String name : wanted) {
                System.out.println(benchmark(name).apply(folder.resolve(name)));
            }
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static Function<Path, ?> benchmark(String name) {
        Function<Path, ?> benchmark = ALL.get(name);
        if (benchmark == null) {
            throw new IllegalArgumentException("no benchmark " + name + ", there are " + String.join(", ", NAMES));
        }
        return benchmark;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
