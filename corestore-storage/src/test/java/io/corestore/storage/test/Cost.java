package io.corestore.storage.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What a thread took for an input: no more than a second, and memory in proportion to the input. */
public record Cost(long nanos, long bytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long MOST_BYTES = 8 << 20;
    private static final long MOST_BYTES_A_BYTE = 512;

    /** Runs it; once more if it took too much, since the first one may have loaded classes. */
    public static void check(int inputLength, Runnable action) {
        Cost first = of(action);
        Cost least = first.isWithin(inputLength) ? first : of(action);
        assertThat(least.isWithin(inputLength))
                .as("%s for %s bytes", least, inputLength)
                .isTrue();
    }

    private static Cost of(Runnable action) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        action.run();
        return new Cost(System.nanoTime() - start, THREADS.getCurrentThreadAllocatedBytes() - allocated);
    }

    private boolean isWithin(int inputLength) {
        return nanos < TimeUnit.SECONDS.toNanos(1) && bytes < MOST_BYTES + inputLength * MOST_BYTES_A_BYTE;
    }
}
