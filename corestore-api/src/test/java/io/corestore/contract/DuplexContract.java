package io.corestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.BlockPart;
import io.corestore.message.Message.Cancel;
import io.corestore.message.Message.Data;
import io.corestore.message.Message.Open;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What every transport owes the two ends it joins. */
public interface DuplexContract {
    /** How long anything may take. */
    Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * Joins two ends.
     *
     * @param first the end that dials
     * @return hangs up on the side of the first end
     */
    Disposable connect(MessageDuplex first, MessageDuplex second);

    @Test
    default void bothEndsKnowTheSameConnection() {
        Sinks.One<PeerLink> first = Sinks.one();
        Sinks.One<PeerLink> second = Sinks.one();
        Disposable connection = connect(announcing(first), announcing(second));
        PeerLink dialled = first.asMono().block(PATIENCE);
        PeerLink accepted = second.asMono().block(PATIENCE);
        connection.dispose();
        assertThat(dialled.initiator()).isTrue();
        assertThat(accepted.initiator()).isFalse();
        assertThat(dialled.handshakeHash()).isEqualTo(accepted.handshakeHash());
        assertThat(dialled.remoteKey()).isNotEqualTo(accepted.remoteKey());
    }

    @Test
    default void messagesArriveInOrderBothWays() {
        exchange(messages(1_000), messages(700));
    }

    @Test
    default void manyMessagesPass() {
        exchange(messages(100_000), messages(100_000));
    }

    @Test
    default void largeBlocksPass() {
        exchange(List.of(open(), block(15 << 20), block(0), block(15 << 20)), List.of(open(), block(15 << 20)));
    }

    @Test
    default void anEndThatAsksForNothingStopsTheOther() throws InterruptedException {
        AtomicInteger said = new AtomicInteger();
        AtomicReference<Subscription> demand = new AtomicReference<>();
        CountDownLatch heard = new CountDownLatch(5);
        Message block = block(64 << 10);
        MessageDuplex talker = (link, inbound) -> Flux.<Message>just(open())
                .concatWith(Flux.range(0, 10_000).map(i -> block))
                .doOnNext(message -> said.incrementAndGet())
                .takeUntilOther(Flux.from(inbound).ignoreElements());
        MessageDuplex listener = (link, inbound) -> {
            inbound.subscribe(new BaseSubscriber<Message>() {
                @Override
                protected void hookOnSubscribe(Subscription subscription) {
                    demand.set(subscription);
                    subscription.request(5);
                }

                @Override
                protected void hookOnNext(Message message) {
                    heard.countDown();
                }
            });
            return Flux.never();
        };
        Disposable connection = connect(talker, listener);
        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        int stopped = settled(said);
        assertThat(stopped).isLessThan(1_000);
        demand.get().request(1_000);
        await(() -> said.get() > stopped);
        connection.dispose();
    }

    @Test
    default void anOutputThatEndsIsTheEndOfTheOthersInput() {
        Sinks.Empty<Void> firstEnded = Sinks.empty();
        Sinks.Empty<Void> secondEnded = Sinks.empty();
        MessageDuplex first = (link, inbound) -> {
            Flux.from(inbound).doOnComplete(firstEnded::tryEmitEmpty).subscribe();
            return Flux.just(open());
        };
        MessageDuplex second = (link, inbound) -> Flux.from(inbound)
                .doOnComplete(secondEnded::tryEmitEmpty)
                .ignoreElements()
                .flux();
        Disposable connection = connect(first, second);
        StepVerifier.create(secondEnded.asMono()).expectComplete().verify(PATIENCE);
        StepVerifier.create(firstEnded.asMono()).expectComplete().verify(PATIENCE);
        connection.dispose();
    }

    @Test
    default void hangingUpOnOneSideEndsTheOther() {
        Sinks.Empty<Void> joined = Sinks.empty();
        Sinks.Empty<Void> firstCancelled = Sinks.empty();
        Sinks.Empty<Void> secondEnded = Sinks.empty();
        MessageDuplex first = (link, inbound) -> Flux.<Message>just(open())
                .concatWith(Flux.never())
                .doOnSubscribe(subscribed -> Flux.from(inbound).subscribe(message -> {}, failure -> {}))
                .doOnCancel(firstCancelled::tryEmitEmpty);
        MessageDuplex second = (link, inbound) -> Flux.from(inbound)
                .doOnNext(message -> joined.tryEmitEmpty())
                .doFinally(signal -> secondEnded.tryEmitEmpty())
                .onErrorComplete()
                .ignoreElements()
                .flux();
        Disposable connection = connect(first, second);
        StepVerifier.create(joined.asMono()).expectComplete().verify(PATIENCE);
        connection.dispose();
        StepVerifier.create(firstCancelled.asMono()).expectComplete().verify(PATIENCE);
        StepVerifier.create(secondEnded.asMono()).expectComplete().verify(PATIENCE);
    }

    @Test
    default void anEndThatFailsEndsTheOther() {
        Sinks.Empty<Message> joined = Sinks.empty();
        Sinks.Empty<Void> ended = Sinks.empty();
        MessageDuplex first = (link, inbound) -> Flux.<Message>just(open())
                .concatWith(joined.asMono())
                .concatWith(Mono.error(new IllegalStateException("planned")))
                .doOnSubscribe(subscribed -> Flux.from(inbound).subscribe(message -> {}, failure -> {}));
        MessageDuplex second = (link, inbound) -> Flux.from(inbound)
                .doOnNext(message -> joined.tryEmitEmpty())
                .doFinally(signal -> ended.tryEmitEmpty())
                .onErrorComplete()
                .ignoreElements()
                .flux();
        Disposable connection = connect(first, second);
        StepVerifier.create(ended.asMono()).expectComplete().verify(PATIENCE);
        connection.dispose();
    }

    /** Says these messages both ways and checks that exactly they arrive. */
    private void exchange(List<Message> fromFirst, List<Message> fromSecond) {
        Sinks.One<List<Message>> toSecond = Sinks.one();
        Sinks.One<List<Message>> toFirst = Sinks.one();
        Disposable connection = connect(
                speaking(fromFirst, fromSecond.size(), toFirst), speaking(fromSecond, fromFirst.size(), toSecond));
        assertThat(toSecond.asMono().block(PATIENCE).equals(fromFirst)).isTrue();
        assertThat(toFirst.asMono().block(PATIENCE).equals(fromSecond)).isTrue();
        connection.dispose();
    }

    private static MessageDuplex speaking(List<Message> said, int expected, Sinks.One<List<Message>> heard) {
        return (link, inbound) -> {
            List<Message> list = new java.util.ArrayList<>();
            return Flux.fromIterable(said)
                    .concatWith(Flux.never())
                    .mergeWith(Flux.from(inbound)
                            .doOnNext(message -> {
                                list.add(message);
                                if (list.size() == expected) {
                                    heard.tryEmitValue(list);
                                }
                            })
                            .doOnError(heard::tryEmitError)
                            .ignoreElements()
                            .cast(Message.class));
        };
    }

    private static MessageDuplex announcing(Sinks.One<PeerLink> link) {
        return (known, inbound) -> {
            link.tryEmitValue(known);
            return Flux.from(inbound).ignoreElements().flux();
        };
    }

    private static List<Message> messages(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i == 0 ? open() : new Cancel(1, i))
                .toList();
    }

    private static Message open() {
        return new Open(1, new DiscoveryKey(Hash.ZERO), true, Hash.ZERO);
    }

    private static Message block(int bytes) {
        byte[] value = new byte[bytes];
        new java.util.Random(bytes).nextBytes(value);
        return new Data(1, 1, 0, new BlockPart(0, ByteBuffer.wrap(value), List.of()), null, null, null, null);
    }

    /** The value a counter keeps for a while. */
    private static int settled(AtomicInteger counter) throws InterruptedException {
        int last = -1;
        while (last != counter.get()) {
            last = counter.get();
            new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS);
        }
        return last;
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
