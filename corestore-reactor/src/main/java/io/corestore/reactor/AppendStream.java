package io.corestore.reactor;

import io.corestore.Appended;
import java.nio.ByteBuffer;
import java.time.Duration;
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
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Appends each element of a stream and asks for the next while blocks whose outcome nobody has taken, and bytes on their
 * way to the disk, are few. It subscribes itself because no operator bounds what it asks for by bytes.
 *
 * <p>Outcomes come from the writer, one at a time; the error from there or from the source, which is why emitting retries.
 */
final class AppendStream extends BaseSubscriber<ByteBuffer> {
    private static final int MAX_BLOCKS = 1_000;
    private static final long MAX_BYTES = 8 << 20;

    private final Function<ByteBuffer, Mono<Appended>> append;
    private final Context context;
    private final Sinks.Many<Appended> results = Sinks.many().unicast().onBackpressureBuffer();
    private final AtomicInteger blocks = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger(1);
    private final AtomicBoolean idle = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();

    private AppendStream(Function<ByteBuffer, Mono<Appended>> append, ContextView context) {
        this.append = append;
        this.context = Context.of(context);
    }

    /** The outcomes in order; {@code append} keeps the order of its subscriptions. */
    static Flux<Appended> of(Publisher<ByteBuffer> source, Function<ByteBuffer, Mono<Appended>> append) {
        return Flux.deferContextual(context -> {
            AppendStream stream = new AppendStream(append, context);
            return stream.results
                    .asFlux()
                    .doOnSubscribe(s -> source.subscribe(stream))
                    .doOnNext(taken -> stream.taken())
                    .doOnCancel(stream::abandon);
        });
    }

    @Override
    public Context currentContext() {
        return context;
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
        bytes.addAndGet(-size);
        goOn();
        finish();
    }

    private void taken() {
        blocks.decrementAndGet();
        goOn();
    }

    private void goOn() {
        if (idle.get() && hasRoom() && idle.compareAndSet(true, false)) {
            request(1);
        }
    }

    /** Asks for one more, now or when there is room. */
    private void next() {
        if (hasRoom()) {
            request(1);
            return;
        }
        idle.set(true);
        goOn();
    }

    private boolean hasRoom() {
        return blocks.get() < MAX_BLOCKS && bytes.get() < MAX_BYTES;
    }

    private void finish() {
        if (unfinished.decrementAndGet() == 0) {
            results.emitComplete(retrying());
        }
    }

    private void emit(Appended appended) {
        results.emitNext(appended, retrying());
    }

    private void fail(Throwable error) {
        cancel();
        if (over.compareAndSet(false, true)) {
            results.emitError(error, retrying());
        }
    }

    private void abandon() {
        over.set(true);
        cancel();
    }

    private static Sinks.EmitFailureHandler retrying() {
        return Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1));
    }
}
