package io.corestore.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Uses all processors. */
public final class Parallel {
    private Parallel() {}

    /** Runs a task for each number below {@code count}; the first error ends them all. */
    public static void run(int count, IntConsumer task) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> tasks = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int n = number;
                tasks.add(threads.submit(() -> task.accept(n)));
            }
            for (Future<?> running : tasks) {
                running.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Error error ? error : new AssertionError(failed.getCause());
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            threads.shutdownNow();
        }
    }
}
