package io.corestore.interop;

import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The messages between a store and its peers, counted as they pass; answers of either side can be held up. */
final class Traffic {
    private final List<Watch> received = new CopyOnWriteArrayList<>();
    private final List<Watch> sent = new CopyOnWriteArrayList<>();
    private volatile Mono<Void> held = Mono.empty();
    private volatile boolean canBeHeld;

    /** Emits the first message in the thread that it passes in. */
    private record Watch(Predicate<Message> which, LongAdder count, Sinks.One<Message> first) {
        void pass(Message message) {
            if (which.test(message)) {
                count.increment();
                first.tryEmitValue(message);
            }
        }
    }

    /** A duplex whose messages are watched. */
    MessageDuplex of(MessageDuplex store) {
        return (link, inbound) -> {
            Flux<Message> in = Flux.from(inbound);
            return heldUp(store.join(link, heldUp(in).doOnNext(each -> pass(received, each))))
                    .doOnNext(each -> pass(sent, each));
        };
    }

    private Flux<Message> heldUp(Flux<Message> messages) {
        return canBeHeld ? messages.delayUntil(each -> each instanceof Message.Data ? held : Mono.empty()) : messages;
    }

    private static void pass(List<Watch> watches, Message message) {
        watches.forEach(watch -> watch.pass(message));
    }

    /** Connections from now on can be {@linkplain #hold held up}. */
    void canBeHeld() {
        canBeHeld = true;
    }

    /** Blocks and proofs, and what comes behind them, pass no more until the result is run. */
    Runnable hold() {
        Sinks.Empty<Void> end = Sinks.empty();
        held = end.asMono();
        return () -> {
            held = Mono.empty();
            end.tryEmitEmpty();
        };
    }

    /** How many of these messages have come from peers, from now on. */
    LongSupplier received(Predicate<Message> which) {
        return watch(received, which).count()::sum;
    }

    /** The first of these messages that comes from a peer, from now on. */
    Mono<Message> firstReceived(Predicate<Message> which) {
        return watch(received, which).first().asMono();
    }

    /** How many of these messages have gone to peers, from now on. */
    LongSupplier sent(Predicate<Message> which) {
        return watch(sent, which).count()::sum;
    }

    /** The first of these messages that goes to a peer, from now on. */
    Mono<Message> firstSent(Predicate<Message> which) {
        return watch(sent, which).first().asMono();
    }

    private static Watch watch(List<Watch> watches, Predicate<Message> which) {
        Watch watch = new Watch(which, new LongAdder(), Sinks.one());
        watches.add(watch);
        return watch;
    }
}
