package io.corestore.transport;

import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import java.security.SecureRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/**
 * Two ends in one JVM, joined message by message: no bytes, no encryption, no threads of its own. What one end says is
 * handed to the other on the thread that said it, or on the one that asks for more.
 */
public final class LocalTransport {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Sinks.Empty<Void> hungUp = Sinks.empty();
    private final Sinks.Empty<Void> firstEnd = Sinks.empty();
    private final Sinks.Empty<Void> secondEnd = Sinks.empty();
    private final Relay<Message> fromFirst = new Relay<>();
    private final Relay<Message> fromSecond = new Relay<>();

    private LocalTransport() {}

    /**
     * Joins two ends. Work starts on subscription; completes when both outputs have ended, fails with the first error of
     * either. An end that cancels its input or fails hangs up, as does cancelling this: both outputs are cancelled and
     * both inputs complete.
     *
     * @param first the end that counts as the one that dialled
     */
    public static Mono<Void> connect(MessageDuplex first, MessageDuplex second) {
        return Mono.defer(() -> new LocalTransport().run(first, second));
    }

    private Mono<Void> run(MessageDuplex first, MessageDuplex second) {
        byte[] handshakeHash = random(64);
        PeerLink firstLink = new PeerLink(true, handshakeHash, Hash.of(random(Hash.BYTES)), "local");
        PeerLink secondLink = new PeerLink(false, handshakeHash, Hash.of(random(Hash.BYTES)), "local");
        return Mono.whenDelayError(firstEnd.asMono(), secondEnd.asMono())
                .doOnSubscribe(subscribed -> {
                    output(first, firstLink, fromSecond, firstEnd).subscribe(fromFirst);
                    output(second, secondLink, fromFirst, secondEnd).subscribe(fromSecond);
                })
                .doFinally(signal -> hangUp());
    }

    private Flux<Message> output(MessageDuplex duplex, PeerLink link, Flux<Message> said, Sinks.Empty<Void> end) {
        Flux<Message> inbound = said.takeUntilOther(hungUp.asMono()).doOnCancel(this::hangUp);
        return Flux.defer(() -> duplex.join(link, inbound))
                .onErrorResume(failure -> {
                    end.tryEmitError(failure);
                    hangUp();
                    return Flux.empty();
                })
                .doFinally(signal -> end(signal, end));
    }

    private void end(SignalType signal, Sinks.Empty<Void> end) {
        end.tryEmitEmpty();
        if (signal == SignalType.CANCEL) {
            hangUp();
        }
    }

    /** Completes the inputs, then cancels the outputs. */
    private void hangUp() {
        hungUp.tryEmitEmpty();
        fromFirst.cancel();
        fromSecond.cancel();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
