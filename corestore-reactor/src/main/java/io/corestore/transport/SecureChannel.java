package io.corestore.transport;

import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.transport.ChannelStep.Connected;
import io.corestore.transport.ChannelStep.Received;
import io.corestore.transport.ChannelStep.Reply;
import io.corestore.wire.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/**
 * The encrypted connection of hypercore (Noise XX, then a secret stream) around a {@link MessageDuplex}, over any
 * ordered stream of bytes (spec pages 03 to 05).
 */
public final class SecureChannel {
    /** How many received chunks wait for the scheduler; beyond it the transport is not asked to read. */
    private static final int CHUNKS = 8;

    private final MessageDuplex duplex;
    private final SecureOptions options;

    /** Failed by the one who reads or by the deadline, whichever is first; ends the output. */
    private final Sinks.Empty<Void> failed = Sinks.empty();

    /** Completed by the output when it was cancelled or failed; ends the input. */
    private final Sinks.Empty<Void> hungUp = Sinks.empty();

    private final Disposable.Swap deadline = Disposables.swap();

    private SecureChannel(MessageDuplex duplex, SecureOptions options) {
        this.duplex = duplex;
        this.options = options;
    }

    /**
     * Joins a duplex to the other end of a stream of bytes. Work starts on subscription; each makes a connection of its
     * own, so subscribe once for each {@code inbound}. {@link MessageDuplex#join} is called when the handshake is done,
     * and not at all if {@code inbound} ends before.
     *
     * <p>Demand passes through: {@code inbound} is asked for more as the duplex takes messages, the duplex as bytes are
     * asked for. Each buffer of the output is one array of whole frames with everything the duplex had ready. Buffers
     * of {@code inbound} are read before the next one is asked for, and never written to.
     *
     * <p>The end of {@code inbound} ends the duplex's input; the end of the duplex's output completes the bytes, and
     * messages are still read until {@code inbound} ends. Cancel and errors hang up: {@code inbound} is cancelled too.
     *
     * @param initiator whether this side dialled; both sides must differ
     * @param inbound what the other end sends, cut anywhere
     * @return what to send; fails with {@link ProtocolException} or {@link io.corestore.error.DecodingException} if the
     *     other side breaks the protocol
     */
    public static Flux<ByteBuffer> run(
            boolean initiator, Publisher<ByteBuffer> inbound, MessageDuplex duplex, SecureOptions options) {
        return Flux.defer(() -> {
            SecureChannel channel = new SecureChannel(duplex, options);
            channel.startDeadline();
            return channel.connect(new ChannelHandshake(initiator, options), Flux.from(inbound))
                    .doFinally(channel::finish);
        });
    }

    private Flux<ByteBuffer> connect(ChannelHandshake handshake, Flux<ByteBuffer> inbound) {
        Flux<ByteBuffer> chunks = inbound.takeUntilOther(hungUp.asMono()).publishOn(options.scheduler(), CHUNKS);
        Flux<ChannelStep> steps = Flux.concat(
                Flux.defer(() -> Flux.fromIterable(handshake.start())),
                chunks.concatMapIterable(handshake::receive, 1));
        return follow(steps).takeUntilOther(failed.asMono());
    }

    /** Sends replies as they come; once connected, the rest of the steps is the duplex's input. */
    private Flux<ByteBuffer> follow(Flux<ChannelStep> steps) {
        return steps.switchOnFirst((first, all) -> step(first, all.skip(1)), false);
    }

    private Publisher<ByteBuffer> step(Signal<? extends ChannelStep> first, Flux<ChannelStep> rest) {
        ChannelStep step = first.get();
        if (step instanceof Reply reply) {
            return Flux.concat(Flux.just(reply.bytes()), follow(rest));
        }
        if (step instanceof Connected connected) {
            deadline.dispose();
            return Flux.concat(Flux.just(connected.bytes()), output(connected, rest));
        }
        return rest.cast(ByteBuffer.class); // the end of the input, or an error, before the handshake was done
    }

    private Flux<ByteBuffer> output(Connected connected, Flux<ChannelStep> rest) {
        Flux<Message> received = rest.onErrorComplete(CancellationException.class) // this side hung up
                .concatMapIterable(step -> ((Received) step).messages(), 1)
                .doOnError(failed::tryEmitError);
        Flux<Message> said = Flux.defer(() -> duplex.join(connected.link(), received));
        return ReadyBatches.of(
                        said,
                        FrameEncoder::weight,
                        options.frameBytes(),
                        options.scheduler(),
                        options.timer(),
                        options.keepAlive())
                .map(connected.output()::seal);
    }

    private void startDeadline() {
        long millis = options.handshakeTimeout().toMillis();
        if (millis > 0) {
            Runnable expire = () -> failed.tryEmitError(new ProtocolException("no handshake within " + millis + " ms"));
            deadline.replace(options.timer().schedule(expire, millis, TimeUnit.MILLISECONDS));
        }
    }

    private void finish(SignalType signal) {
        deadline.dispose();
        if (signal != SignalType.ON_COMPLETE) {
            hungUp.tryEmitEmpty();
        }
    }
}
