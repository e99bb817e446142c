package io.corestore.replication;

import io.corestore.message.Message;
import java.util.AbstractQueue;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/**
 * What one connection has to say. Messages wait here until the transport asks; the bytes of waiting answers are counted
 * so that no more answers are made than the peer reads. Only the loop sends.
 */
final class Outbox {
    private final AtomicLong answerBytes = new AtomicLong();
    private final long lowWater;
    private final Runnable drained;
    private final Sinks.Many<Message> sink;

    /** @param drained told, on any thread, when the waiting answers fell to {@code lowWater} bytes */
    Outbox(long lowWater, Runnable drained) {
        this.lowWater = lowWater;
        this.drained = drained;
        this.sink = Sinks.many().unicast().onBackpressureBuffer(new CountingQueue());
    }

    Flux<Message> messages() {
        return sink.asFlux();
    }

    void send(Message message) {
        if (message instanceof Message.Data data) {
            answerBytes.addAndGet(sizeOf(data));
        }
        sink.tryEmitNext(message);
    }

    /** Bytes of answers that the transport has not taken. */
    long waitingBytes() {
        return answerBytes.get();
    }

    void complete() {
        sink.tryEmitComplete();
    }

    void fail(Throwable error) {
        sink.tryEmitError(error);
    }

    private void taken(Message message) {
        if (message instanceof Message.Data data) {
            int size = sizeOf(data);
            long left = answerBytes.addAndGet(-size);
            if (left <= lowWater && left + size > lowWater) {
                drained.run();
            }
        }
    }

    private static int sizeOf(Message.Data data) {
        return 64
                + (data.block() == null
                        ? 0
                        : data.block().value().remaining()
                                + 40 * data.block().nodes().size());
    }

    /** Tells the outbox of each message taken. */
    private final class CountingQueue extends AbstractQueue<Message> {
        private final Queue<Message> queue = new ConcurrentLinkedQueue<>();

        @Override
        public boolean offer(Message message) {
            return queue.offer(message);
        }

        @Override
        public @Nullable Message poll() {
            Message message = queue.poll();
            if (message != null) {
                taken(message);
            }
            return message;
        }

        @Override
        public @Nullable Message peek() {
            return queue.peek();
        }

        @Override
        public boolean isEmpty() {
            return queue.isEmpty();
        }

        @Override
        public Iterator<Message> iterator() {
            return Collections.unmodifiableCollection(queue).iterator();
        }

        @Override
        public int size() {
            return queue.size();
        }
    }
}
