package io.corestore.transport;

import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import java.security.SecureRandom;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/**
 * Two ends in one JVM, joined message by message: no bytes, no encryption, no threads of its own. What one end says is
 * handed to the other on the thread that said it, or on the one that asks for more.
 */
public final class LocalTransport {
    /** How many messages wait for an end that does not ask for more. */
    private static final int PREFETCH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Disposable.Composite connections = Disposables.composite();
    private final Sinks.Empty<Void> hungUp = Sinks.empty();
    private final Sinks.Empty<Void> firstEnd = Sinks.empty();
    private final Sinks.Empty<Void> secondEnd = Sinks.empty();
    private final ConnectableFlux<Message> fromFirst;
    private final ConnectableFlux<Message> fromSecond;

    private LocalTransport(MessageDuplex first, MessageDuplex second) {
        byte[] handshakeHash = random(64);
        PeerLink firstLink = new PeerLink(true, handshakeHash, Hash.of(random(Hash.BYTES)), "local");
        PeerLink secondLink = new PeerLink(false, handshakeHash, Hash.of(random(Hash.BYTES)), "local");
        fromFirst = output(first, firstLink, Flux.defer(this::toFirst), firstEnd);
        fromSecond = output(second, secondLink, Flux.defer(this::toSecond), secondEnd);
    }

    /**
     * Joins two ends. Work starts on subscription; completes when both outputs have ended, fails with the first error of
     * either. An end that cancels its input or fails hangs up, as does cancelling this: both outputs are cancelled and
     * both inputs complete.
     *
     * @param first the end that counts as the one that dialled
     */
    public static Mono<Void> connect(MessageDuplex first, MessageDuplex second) {
        return Mono.defer(() -> new LocalTransport(first, second).run());
    }

    private Mono<Void> run() {
        return Mono.whenDelayError(firstEnd.asMono(), secondEnd.asMono())
                .doOnSubscribe(subscribed -> {
                    connections.add(fromFirst.connect());
                    connections.add(fromSecond.connect());
                })
                .doFinally(signal -> hangUp());
    }

    private Flux<Message> toFirst() {
        return input(fromSecond);
    }

    private Flux<Message> toSecond() {
        return input(fromFirst);
    }

    private Flux<Message> input(Flux<Message> said) {
        return said.takeUntilOther(hungUp.asMono()).doOnCancel(this::hangUp);
    }

    private ConnectableFlux<Message> output(
            MessageDuplex duplex, PeerLink link, Flux<Message> inbound, Sinks.Empty<Void> end) {
        return Flux.defer(() -> duplex.join(link, inbound))
                .onErrorResume(failure -> {
                    end.tryEmitError(failure);
                    hangUp();
                    return Flux.empty();
                })
                .doFinally(signal -> end(signal, end))
                .publish(PREFETCH);
    }

    private void end(SignalType signal, Sinks.Empty<Void> end) {
        end.tryEmitEmpty();
        if (signal == SignalType.CANCEL) {
            hangUp();
        }
    }

    /** The inputs are completed first: what is disconnected would fail them. */
    private void hangUp() {
        hungUp.tryEmitEmpty();
        connections.dispose();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
