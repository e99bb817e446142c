package io.corestore.interop;

import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;

/** The messages between a store and its peers, counted as they pass. */
final class Traffic {
    private final List<Counter> received = new CopyOnWriteArrayList<>();
    private final List<Counter> sent = new CopyOnWriteArrayList<>();

    private record Counter(Predicate<Message> which, LongAdder count) {
        void pass(Message message) {
            if (which.test(message)) {
                count.increment();
            }
        }
    }

    /** A duplex whose messages are counted. */
    MessageDuplex of(MessageDuplex store) {
        return (link, inbound) -> store.join(link, Flux.from(inbound).doOnNext(each -> pass(received, each)))
                .doOnNext(each -> pass(sent, each));
    }

    private static void pass(List<Counter> counters, Message message) {
        counters.forEach(counter -> counter.pass(message));
    }

    /** How many of these messages have come from peers, from now on. */
    LongSupplier received(Predicate<Message> which) {
        return counter(received, which);
    }

    /** How many of these messages have gone to peers, from now on. */
    LongSupplier sent(Predicate<Message> which) {
        return counter(sent, which);
    }

    private static LongSupplier counter(List<Counter> counters, Predicate<Message> which) {
        Counter counter = new Counter(which, new LongAdder());
        counters.add(counter);
        return counter.count()::sum;
    }
}
