package io.corestore.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Two byte streams in memory, one each way, for ends that only know {@link SecureChannel}. */
final class MemoryPipe {
    /** A hang-up takes a while to be noticed at the other end, as on a network. */
    private static final Scheduler LATER =
            Schedulers.fromExecutor(task -> Schedulers.parallel().schedule(task, 100, TimeUnit.MILLISECONDS));

    private MemoryPipe() {}

    /**
     * Connects two ends, each a function from what it receives to what it sends.
     *
     * @return hangs up
     */
    static Disposable connect(UnaryOperator<Flux<ByteBuffer>> first, UnaryOperator<Flux<ByteBuffer>> second) {
        Sinks.Empty<Void> gone = Sinks.empty();
        Relay<ByteBuffer> fromFirst = new Relay<>();
        Relay<ByteBuffer> fromSecond = new Relay<>();
        output(first.apply(fromSecond.takeUntilOther(gone.asMono()).cancelOn(LATER)))
                .subscribe(fromFirst);
        output(second.apply(fromFirst.takeUntilOther(gone.asMono()).cancelOn(LATER)))
                .subscribe(fromSecond);
        return () -> {
            gone.tryEmitEmpty();
            fromFirst.cancel();
            fromSecond.cancel();
        };
    }

    /** Of an end that fails the other sees no more than the end. */
    private static Flux<ByteBuffer> output(Flux<ByteBuffer> bytes) {
        return bytes.onErrorComplete();
    }

    /** Cuts bytes at random places. */
    static Flux<ByteBuffer> cut(Flux<ByteBuffer> bytes, Random random) {
        return bytes.concatMapIterable(buffer -> pieces(buffer.asReadOnlyBuffer(), random), 1);
    }

    private static List<ByteBuffer> pieces(ByteBuffer buffer, Random random) {
        List<ByteBuffer> pieces = new ArrayList<>();
        while (buffer.hasRemaining()) {
            int length = Math.min(buffer.remaining(), 1 + random.nextInt(40));
            pieces.add(buffer.slice(buffer.position(), length));
            buffer.position(buffer.position() + length);
        }
        return pieces;
    }
}
