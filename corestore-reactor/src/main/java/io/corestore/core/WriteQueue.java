package io.corestore.core;

import io.corestore.spi.IoScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The one writer of a log: writes wait in order, and neighbours of one kind are carried out together. */
final class WriteQueue {
    private static final int GROUP_WRITES = 8_192;
    private static final long GROUP_BYTES = 8 << 20;

    private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();
    private final Function<List<Write>, Mono<Void>> writer;
    private final Serial serial;
    private final Sinks.Empty<Void> idle = Sinks.empty();
    private volatile @Nullable Throwable ended;

    /** @param writer carries out a group of one kind and tells each its outcome */
    WriteQueue(IoScheduler io, Function<List<Write>, Mono<Void>> writer) {
        this.writer = writer;
        this.serial = new Serial(io, this::step);
    }

    void submit(Write write) {
        Throwable error = ended;
        if (error != null) {
            write.fail(error);
            return;
        }
        waiting.add(write);
        serial.signal();
    }

    /** Fails what waits and what comes; completes when nothing is being written any more. */
    Mono<Void> end(Throwable error) {
        return Mono.defer(() -> {
            ended = error;
            serial.signal();
            return idle.asMono();
        });
    }

    private Mono<Void> step() {
        Throwable error = ended;
        if (error != null) {
            failAll(error);
            idle.tryEmitEmpty();
            return Mono.empty();
        }
        List<Write> group = nextGroup();
        if (!waiting.isEmpty()) {
            serial.signal();
        }
        return group.isEmpty()
                ? Mono.empty()
                : Mono.defer(() -> writer.apply(group)).onErrorResume(e -> {
                    group.forEach(write -> write.fail(e));
                    return Mono.empty();
                });
    }

    private List<Write> nextGroup() {
        List<Write> group = new ArrayList<>();
        long bytes = 0;
        for (Write next = waiting.peek(); next != null; next = waiting.peek()) {
            boolean fits =
                    group.isEmpty() || next.joins(group.get(0)) && group.size() < GROUP_WRITES && bytes < GROUP_BYTES;
            if (!fits) {
                return group;
            }
            waiting.poll();
            if (next.start()) {
                group.add(next);
                bytes += next.bytes();
            }
        }
        return group;
    }

    private void failAll(Throwable error) {
        for (Write write = waiting.poll(); write != null; write = waiting.poll()) {
            if (write.start()) {
                write.fail(error);
            }
        }
    }
}
