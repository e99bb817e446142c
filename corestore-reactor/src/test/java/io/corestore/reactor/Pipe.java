package io.corestore.reactor;

import io.corestore.Corestore;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Joins two stores in one JVM, message by message. */
public final class Pipe {
    private Pipe() {}

    public static Disposable join(Corestore a, Corestore b) {
        return join(a, b, message -> true);
    }

    /** Joins them; what {@code b} says passes only if {@code passes} says so. */
    public static Disposable join(Corestore a, Corestore b, Predicate<Message> passes) {
        return join(a, b, passes, message -> true);
    }

    /** Joins them; what either says passes only if its predicate says so. */
    static Disposable join(Corestore a, Corestore b, Predicate<Message> ofB, Predicate<Message> ofA) {
        return change(a, b, ofB, said -> said.filter(ofA));
    }

    /** Joins them; {@code b} hears what {@code change} makes of what {@code a} says. */
    static Disposable change(Corestore a, Corestore b, UnaryOperator<Flux<Message>> change) {
        return change(a, b, message -> true, change);
    }

    private static Disposable change(
            Corestore a, Corestore b, Predicate<Message> ofB, UnaryOperator<Flux<Message>> change) {
        byte[] handshake = new byte[64];
        new java.util.Random(1).nextBytes(handshake);
        Sinks.Many<Message> toA = Sinks.many().unicast().onBackpressureBuffer();
        Flux<Message> fromA = a.replicate(new PeerLink(true, handshake, Hash.ZERO, "a"), toA.asFlux())
                .transform(change);
        Disposable back = b.replicate(new PeerLink(false, handshake, Hash.ZERO, "b"), fromA)
                .filter(ofB)
                .subscribe(toA::tryEmitNext, toA::tryEmitError, toA::tryEmitComplete);
        return Disposables.composite(back, toA::tryEmitComplete);
    }
}
