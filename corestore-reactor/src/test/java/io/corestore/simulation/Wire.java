package io.corestore.simulation;

import io.corestore.message.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * One direction of a connection: messages arrive in order, each after a delay, and then their end. A subscriber of its own,
 * since it asks for more only as messages arrive.
 */
final class Wire extends BaseSubscriber<Message> {
    private static final int WINDOW = 64;
    private final VirtualTime time;
    private final LongSupplier latency;
    private final Function<Message, List<Message>> saying;
    private final Consumer<Message> heard;
    private final Sinks.Many<Message> inbox = Sinks.many().unicast().onBackpressureBuffer();
    private final Deque<Flying> flying = new ArrayDeque<>();
    private boolean moving;
    private boolean severed;
    private long stalledUntil;
    private long lastDue;

    /** A message under way; null is the end of all. */
    private record Flying(@Nullable Message message, long due) {}

    /**
     * @param saying what becomes of a message that is said
     * @param heard told of each that arrives, before its receiver
     */
    Wire(VirtualTime time, LongSupplier latency, Function<Message, List<Message>> saying, Consumer<Message> heard) {
        this.time = time;
        this.latency = latency;
        this.saying = saying;
        this.heard = heard;
    }

    /** What arrives. */
    Flux<Message> arrivals() {
        return inbox.asFlux();
    }

    /** Nothing arrives before this time. */
    void stallUntil(long micros) {
        stalledUntil = Math.max(stalledUntil, micros);
    }

    /** Nothing arrives any more, which neither end knows. */
    void sever() {
        severed = true;
        flying.clear();
    }

    /** The receiver learns that nothing more comes. */
    void endArrivals() {
        inbox.tryEmitComplete();
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        request(WINDOW);
    }

    @Override
    protected void hookOnNext(Message message) {
        List<Message> said = saying.apply(message);
        if (said.isEmpty()) {
            request(1);
        }
        for (int i = 0; i < said.size(); i++) {
            send(said.get(i));
        }
    }

    @Override
    protected void hookOnComplete() {
        send(null);
    }

    @Override
    protected void hookOnError(Throwable error) {
        send(null);
    }

    private void send(@Nullable Message message) {
        if (!severed) {
            lastDue = Math.max(lastDue, time.now() + latency.getAsLong());
            flying.add(new Flying(message, lastDue));
            move();
        }
    }

    private void move() {
        if (!moving && !flying.isEmpty()) {
            moving = true;
            long due = Math.max(flying.peek().due(), stalledUntil);
            time.after(due - time.now(), this::arrive);
        }
    }

    private void arrive() {
        moving = false;
        if (time.now() >= stalledUntil && !flying.isEmpty()) {
            Message message = flying.remove().message();
            if (message == null) {
                endArrivals();
            } else {
                heard.accept(message);
                inbox.tryEmitNext(message);
                request(1);
            }
        }
        move();
    }
}
