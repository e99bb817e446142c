package io.corestore.interop;

import io.corestore.Core;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Appends to a core and truncations of it, by chance; the core grows in the long run. */
final class RandomHistory {
    private static final int APPENDED = 40;
    private static final int CUT = 60;
    private static final int BLOCK_BYTES = 100;
    private final Random random;
    private final IntFunction<Publisher<?>> append;
    private final LongFunction<Publisher<?>> truncate;
    private long length;
    private int forks;
    private int steps;

    private RandomHistory(Random random, IntFunction<Publisher<?>> append, LongFunction<Publisher<?>> truncate) {
        this.random = random;
        this.append = append;
        this.truncate = truncate;
    }

    static RandomHistory of(Core core, Random random) {
        return new RandomHistory(
                random, count -> core.append(Blocks.made("java", 0, count, BLOCK_BYTES)), core::truncate);
    }

    static RandomHistory of(NodeCore core, Random random) {
        return new RandomHistory(
                random, count -> core.appendMade("node", 0, count, BLOCK_BYTES, count), core::truncate);
    }

    /** Makes the next change. */
    Mono<Void> step() {
        return Mono.defer(() -> {
            steps++;
            return Mono.when(length > 0 && random.nextInt(5) == 0 ? cut() : grow());
        });
    }

    private Publisher<?> cut() {
        forks++;
        length -= 1 + random.nextInt((int) Math.min(CUT, length));
        return truncate.apply(length);
    }

    private Publisher<?> grow() {
        int count = 1 + random.nextInt(APPENDED);
        length += count;
        return append.apply(count);
    }

    long length() {
        return length;
    }

    int forks() {
        return forks;
    }

    int steps() {
        return steps;
    }
}
