package io.corestore.reactor;

import io.corestore.Appended;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Appends each element of a stream and asks for the next while blocks and bytes on their way to the disk are few. It
 * subscribes itself because no operator bounds what it asks for by bytes.
 */
final class AppendStream extends BaseSubscriber<ByteBuffer> {
    private static final int MAX_BLOCKS = 1_000;
    private static final long MAX_BYTES = 8 << 20;

    private final Function<ByteBuffer, Mono<Appended>> append;
    private final Sinks.Many<Appended> results = Sinks.many().unicast().onBackpressureBuffer();
    private final AtomicInteger blocks = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger(1);
    private final AtomicBoolean idle = new AtomicBoolean();

    private AppendStream(Function<ByteBuffer, Mono<Appended>> append) {
        this.append = append;
    }

    /** The outcomes in order; {@code append} keeps the order of its subscriptions. */
    static Flux<Appended> of(Publisher<ByteBuffer> source, Function<ByteBuffer, Mono<Appended>> append) {
        return Flux.defer(() -> {
            AppendStream stream = new AppendStream(append);
            return stream.results
                    .asFlux()
                    .doOnSubscribe(s -> source.subscribe(stream))
                    .doOnCancel(stream::cancel);
        });
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
    }

    @Override
    protected void hookOnNext(ByteBuffer block) {
        int size = block.remaining();
        unfinished.incrementAndGet();
        blocks.incrementAndGet();
        bytes.addAndGet(size);
        append.apply(block).subscribe(this::emit, this::fail, () -> written(size));
        next();
    }

    @Override
    protected void hookOnComplete() {
        finish();
    }

    @Override
    protected void hookOnError(Throwable error) {
        fail(error);
    }

    private void written(int size) {
        blocks.decrementAndGet();
        bytes.addAndGet(-size);
        if (idle.compareAndSet(true, false)) {
            next();
        }
        finish();
    }

    /** Asks for one more, now or when a block was written. */
    private void next() {
        if (hasRoom()) {
            request(1);
            return;
        }
        idle.set(true);
        if (hasRoom() && idle.compareAndSet(true, false)) {
            request(1);
        }
    }

    private boolean hasRoom() {
        return blocks.get() < MAX_BLOCKS && bytes.get() < MAX_BYTES;
    }

    private void finish() {
        if (unfinished.decrementAndGet() == 0) {
            results.emitComplete(Sinks.EmitFailureHandler.busyLooping(java.time.Duration.ofSeconds(1)));
        }
    }

    private void emit(Appended appended) {
        results.emitNext(appended, Sinks.EmitFailureHandler.busyLooping(java.time.Duration.ofSeconds(1)));
    }

    private void fail(Throwable error) {
        cancel();
        results.tryEmitError(error);
    }
}
