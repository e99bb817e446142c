package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.crypto.NoiseDh;
import io.corestore.error.CorestoreException;
import io.corestore.error.DecodingException;
import io.corestore.error.ProtocolException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.Cancel;
import io.corestore.message.Message.Open;
import io.corestore.message.MessageDuplex;
import io.corestore.wire.Vectors;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class SecureChannelTest {
    private static final MessageDuplex SILENT = (link, inbound) ->
            Flux.<Message>never().takeUntilOther(Flux.from(inbound).ignoreElements());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void anyCutOfTheBytesGivesTheSameMessages() {
        Random random = new Random(5);
        List<Message> said = new ArrayList<>(List.of(new Open(1, new DiscoveryKey(Hash.ZERO), true, Hash.ZERO)));
        for (int i = 0; i < 500; i++) {
            said.add(new Cancel(1, i));
        }
        Sinks.One<List<Message>> heard = Sinks.one();
        MessageDuplex listener = (link, inbound) ->
                Flux.from(inbound).collectList().doOnNext(heard::tryEmitValue).thenMany(Flux.empty());
        MemoryPipe.connect(
                inbound -> SecureChannel.run(
                        true,
                        MemoryPipe.cut(inbound, random),
                        (link, messages) -> {
                            Flux.from(messages).subscribe();
                            return Flux.fromIterable(said);
                        },
                        options(1)),
                inbound -> SecureChannel.run(false, MemoryPipe.cut(inbound, random), listener, options(2)));
        assertThat(heard.asMono().block(PATIENCE)).isEqualTo(said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000", // an empty frame during the handshake
                "ffffff", // a frame of 16 MiB before anything is known
                "010400", // one byte more than a handshake frame may have
                "20000017cb79fb2b4120f2b1ec65e4198d6e08b28e813feb01e4a400839b85e18080cf", // not on the curve, or
                // torsion
                "2000000100000000000000000000000000000000000000000000000000000000000000" // of small order
            })
    void badHandshakesFail(String hex) {
        Flux<ByteBuffer> inbound = Flux.just(ByteBuffer.wrap(Vectors.hex(hex))).concatWith(Flux.never());
        StepVerifier.create(SecureChannel.run(false, inbound, SILENT, options(1)))
                .expectErrorSatisfies(failure -> assertThat(failure).isInstanceOf(ProtocolException.class))
                .verify(PATIENCE);
    }

    @Test
    void theEndDuringTheHandshakeIsAnEnd() {
        StepVerifier.create(SecureChannel.run(false, Flux.empty(), SILENT, options(1)))
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void theHandshakeMustEndInTime() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        TestPublisher<ByteBuffer> inbound = TestPublisher.create();
        StepVerifier.create(SecureChannel.run(
                        false, inbound.flux(), SILENT, options(1).withTimer(time)))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(9_999)))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(1)))
                .expectError(ProtocolException.class)
                .verify(PATIENCE);
        inbound.assertCancelled();
    }

    @Test
    void theOwnKeyIsRefusedAsTheOthers() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Sinks.Empty<Void> ended = Sinks.empty();
        MemoryPipe.connect(
                inbound -> SecureChannel.run(true, inbound, SILENT, options(1))
                        .doOnError(failure::set)
                        .doFinally(signal -> ended.tryEmitEmpty()),
                inbound -> SecureChannel.run(false, inbound, SILENT, options(1)));
        StepVerifier.create(ended.asMono()).expectComplete().verify(PATIENCE);
        assertThat(failure.get()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anIdleChannelSendsEmptyFrames() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        Sinks.Empty<Void> connected = Sinks.empty();
        MessageDuplex announcing = (link, inbound) -> {
            connected.tryEmitEmpty();
            return SILENT.join(link, inbound);
        };
        SecureOptions options = options(1).withTimer(time).withScheduler(Schedulers.immediate());
        MemoryPipe.connect(
                inbound -> SecureChannel.run(true, inbound, announcing, options)
                        .doOnNext(bytes -> sizes.add(bytes.remaining())),
                inbound -> SecureChannel.run(false, inbound, SILENT, options(2).withScheduler(Schedulers.immediate())));
        StepVerifier.create(connected.asMono()).expectComplete().verify(PATIENCE);
        int before = sizes.size();
        time.advanceTimeBy(Duration.ofMillis(4_999));
        assertThat(sizes).hasSize(before);
        time.advanceTimeBy(Duration.ofMillis(10_001));
        assertThat(sizes.subList(before, sizes.size())).containsExactly(20, 20, 20);
    }

    /** Every byte the peer sends is flipped once, in a session that has two messages. */
    @Test
    void everyFlippedByteIsNoticed() {
        List<ByteBuffer> recorded = record();
        int length = recorded.stream().mapToInt(ByteBuffer::remaining).sum();
        for (int at = 0; at < length; at++) {
            ByteBuffer[] flipped = flip(recorded, at);
            Throwable failure = replay(flipped);
            if (failure != null || !isLength(recorded, at)) {
                assertThat(failure).as("byte %s of %s", at, length).isInstanceOf(CorestoreException.class);
            }
        }
        assertThat(replay(recorded.toArray(ByteBuffer[]::new))).isNull();
    }

    @Test
    void malformedMessagesFailTheChannel() {
        MessageDuplex careless = (link, inbound) -> {
            Flux.from(inbound).subscribe(message -> {}, failure -> {});
            return Flux.never();
        };
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Sinks.Empty<Void> ended = Sinks.empty();
        Message tooManyNodes = new Message.Data(
                1,
                1,
                0,
                null,
                new Message.HashPart(0, Collections.nCopies(65, new io.corestore.encoding.TreeNode(0, 0, Hash.ZERO))),
                null,
                null,
                null);
        MemoryPipe.connect(
                inbound -> SecureChannel.run(
                        true,
                        inbound,
                        (link, messages) ->
                                Flux.just(new Open(1, new DiscoveryKey(Hash.ZERO), true, Hash.ZERO), tooManyNodes),
                        options(1)),
                inbound -> SecureChannel.run(false, inbound, careless, options(2))
                        .doOnError(failure::set)
                        .doFinally(signal -> ended.tryEmitEmpty()));
        StepVerifier.create(ended.asMono()).expectComplete().verify(PATIENCE);
        assertThat(failure.get()).isInstanceOf(DecodingException.class);
    }

    /** What an initiator of fixed keys says to a responder of fixed keys. */
    private static List<ByteBuffer> record() {
        List<ByteBuffer> bytes = Collections.synchronizedList(new ArrayList<>());
        Sinks.Empty<Void> ended = Sinks.empty();
        MessageDuplex talker = (link, inbound) ->
                Flux.just(new Open(1, new DiscoveryKey(Hash.ZERO), true, Hash.ZERO), new Cancel(1, 7));
        MemoryPipe.connect(
                inbound -> SecureChannel.run(true, inbound, talker, fixed(1))
                        .doOnNext(buffer -> bytes.add(copy(buffer)))
                        .doFinally(signal -> ended.tryEmitEmpty()),
                inbound -> SecureChannel.run(false, inbound, SILENT, fixed(2)));
        ended.asMono().block(PATIENCE);
        return bytes;
    }

    private static Throwable replay(ByteBuffer[] recorded) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Flux<ByteBuffer> inbound = Flux.fromArray(recorded).map(ByteBuffer::duplicate);
        SecureChannel.run(false, inbound, SILENT, fixed(2))
                .doOnError(failure::set)
                .onErrorComplete()
                .blockLast(PATIENCE);
        return failure.get();
    }

    /** Whether this byte is part of a length: a greater one is a frame that does not end, which is an end like any. */
    private static boolean isLength(List<ByteBuffer> recorded, int at) {
        ByteBuffer all = ByteBuffer.allocate(4096).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        recorded.forEach(buffer -> all.put(buffer.duplicate()));
        for (int start = 0; start <= at; start += 3 + (all.getInt(start) & 0xffffff)) {
            if (at < start + 3) {
                return true;
            }
        }
        return false;
    }

    private static ByteBuffer[] flip(List<ByteBuffer> recorded, int at) {
        ByteBuffer[] flipped = recorded.stream().map(SecureChannelTest::copy).toArray(ByteBuffer[]::new);
        int index = at;
        for (ByteBuffer buffer : flipped) {
            if (index < buffer.remaining()) {
                buffer.put(index, (byte) (buffer.get(index) ^ 0x40));
                return flipped;
            }
            index -= buffer.remaining();
        }
        throw new AssertionError();
    }

    private static ByteBuffer copy(ByteBuffer buffer) {
        ByteBuffer copy = ByteBuffer.allocate(buffer.remaining());
        return copy.put(buffer.duplicate()).flip();
    }

    private static SecureOptions options(int seed) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) seed;
        return SecureOptions.defaults().withKeyPair(NoiseDh.keyPair(bytes));
    }

    private static SecureOptions fixed(int seed) {
        return options(seed).withRandom(length -> {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) (seed + length));
            return bytes;
        });
    }
}
