package io.corestore.transport;

import io.corestore.contract.DuplexContract;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Open;
import io.corestore.message.MessageDuplex;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Ends that talk, for tests of transports. */
final class Talker {
    static final int BLOCK = 64 << 10;

    private Talker() {}

    /** Says blocks as fast as they are taken, until its input ends; reads all. */
    static MessageDuplex of(AtomicLong bytesSaid) {
        Message block = block();
        return (link, inbound) -> Flux.<Message>just(open())
                .concatWith(Flux.<Message>generate(sink -> sink.next(block)))
                .doOnNext(message -> bytesSaid.addAndGet(message == block ? BLOCK : 0))
                .takeUntilOther(Flux.from(inbound).ignoreElements());
    }

    /** Has said these messages and ends when its input does; reads all. */
    static MessageDuplex having(List<Message> said) {
        return (link, inbound) -> {
            Sinks.Many<Message> queue = Sinks.many().unicast().onBackpressureBuffer();
            said.forEach(queue::tryEmitNext);
            return queue.asFlux()
                    .doOnSubscribe(taken ->
                            Flux.from(inbound).subscribe(dropped -> {}, queue::tryEmitError, queue::tryEmitComplete));
        };
    }

    /** Asks for three messages, and for no more. */
    static MessageDuplex deaf() {
        return (link, inbound) -> {
            inbound.subscribe(new BaseSubscriber<Message>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    subscription.request(3);
                }
            });
            return Flux.never();
        };
    }

    /** The value that a counter keeps for half a second. */
    static long settled(AtomicLong counter) {
        return Flux.interval(Duration.ofMillis(100))
                .map(tick -> counter.get())
                .buffer(5, 1)
                .filter(last -> last.get(0) > 0 && last.stream().distinct().count() == 1)
                .map(last -> last.get(0))
                .blockFirst(DuplexContract.PATIENCE);
    }

    /** An opened channel and so many blocks. */
    static List<Message> blocks(int count) {
        return Stream.concat(Stream.of(open()), IntStream.range(0, count).mapToObj(i -> block()))
                .toList();
    }

    static Message open() {
        return new Open(1, new DiscoveryKey(Hash.ZERO), true, Hash.ZERO);
    }

    private static Message block() {
        return new Data(1, 1, 0, new BlockPart(0, ByteBuffer.wrap(new byte[BLOCK]), List.of()), null, null, null, null);
    }
}
