package io.corestore.transport;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Two byte streams in memory, one each way, for ends that only know {@link SecureChannel}. */
final class MemoryPipe {
    private MemoryPipe() {}

    /**
     * Connects two ends, each a function from what it receives to what it sends.
     *
     * @return hangs up on the side of the first
     */
    static Disposable connect(UnaryOperator<Flux<ByteBuffer>> first, UnaryOperator<Flux<ByteBuffer>> second) {
        Sinks.Empty<Void> gone = Sinks.empty();
        Flux<ByteBuffer>[] wires = wires(first, second, gone);
        Disposable.Composite running = Disposables.composite();
        running.add(((reactor.core.publisher.ConnectableFlux<ByteBuffer>) wires[0]).connect());
        running.add(((reactor.core.publisher.ConnectableFlux<ByteBuffer>) wires[1]).connect());
        return () -> {
            gone.tryEmitEmpty();
            running.dispose();
        };
    }

    @SuppressWarnings("unchecked")
    private static Flux<ByteBuffer>[] wires(
            UnaryOperator<Flux<ByteBuffer>> first, UnaryOperator<Flux<ByteBuffer>> second, Sinks.Empty<Void> gone) {
        Flux<ByteBuffer>[] wires = new Flux[2];
        wires[0] = output(first.apply(Flux.defer(() -> wires[1].takeUntilOther(gone.asMono()))), gone);
        wires[1] = output(second.apply(Flux.defer(() -> wires[0].takeUntilOther(gone.asMono()))), gone);
        return wires;
    }

    private static Flux<ByteBuffer> output(Flux<ByteBuffer> bytes, Sinks.Empty<Void> gone) {
        return bytes.onErrorResume(failure -> {
                    gone.tryEmitEmpty();
                    return Flux.empty();
                })
                .publish(1);
    }

    /** Cuts and joins bytes at random places. */
    static Flux<ByteBuffer> cut(Flux<ByteBuffer> bytes, Random random) {
        return bytes.concatMapIterable(
                buffer -> {
                    java.util.List<ByteBuffer> pieces = new java.util.ArrayList<>();
                    while (buffer.hasRemaining()) {
                        int length = Math.min(buffer.remaining(), 1 + random.nextInt(40));
                        pieces.add(buffer.slice(buffer.position(), length).asReadOnlyBuffer());
                        buffer.position(buffer.position() + length);
                    }
                    return pieces;
                },
                1);
    }
}
