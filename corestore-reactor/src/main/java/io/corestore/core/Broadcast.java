package io.corestore.core;

import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.util.concurrent.Queues;

/** Tells all who listen now. Any thread may tell, one at a time; who does not keep up misses the oldest. */
public final class Broadcast<T> {
    private final Sinks.Many<T> sink = Sinks.many().multicast().directBestEffort();

    /** What is told from the subscription on. */
    public Flux<T> asFlux() {
        return sink.asFlux().onBackpressureBuffer(Queues.SMALL_BUFFER_SIZE, BufferOverflowStrategy.DROP_OLDEST);
    }

    public boolean hasSubscribers() {
        return sink.currentSubscriberCount() > 0;
    }

    public synchronized void tell(T news) {
        sink.tryEmitNext(news);
    }

    /** Nothing is told any more. */
    public synchronized void complete() {
        sink.tryEmitComplete();
    }
}
