package io.corestore.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Appended;
import io.corestore.Durability;
import io.corestore.crypto.Ed25519;
import io.corestore.error.ClosedException;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.IoScheduler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class WriteQueueTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final KeyPair OWNER = Ed25519.fromSeed(new byte[32]);
    private static final LogSigner SIGNER =
            LogSigner.of(new CoreKey(OWNER.publicKey()), Manifest.single(1, OWNER.publicKey()), OWNER);

    private final IoScheduler io = IoScheduler.create();
    private final Queue<Integer> groups = new ConcurrentLinkedQueue<>();
    private final Sinks.Empty<Void> firstStarted = Sinks.empty();
    private final Sinks.Empty<Void> mayEnd = Sinks.empty();
    private final WriteQueue queue = new WriteQueue(io, group -> {
        groups.add(group.size());
        firstStarted.tryEmitEmpty();
        return mayEnd.asMono().doOnSuccess(done -> group.forEach(WriteQueueTest::finish));
    });

    @AfterEach
    void end() {
        io.dispose();
    }

    private static void finish(Write write) {
        ((Write.Append) write).done(new Appended(0, 1, 1));
    }

    private Mono<Appended> append() {
        return Mono.create(sink -> {
            Write.Append write = new Write.Append(
                    LogAppend.of(List.of(ByteBuffer.allocate(1)), SIGNER, null, Durability.SYNC), sink);
            sink.onCancel(write::withdraw);
            queue.submit(write);
        });
    }

    @Test
    void whatWaitsIsCarriedOutTogether() {
        append().subscribe();
        firstStarted.asMono().block(SOON);
        append().subscribe();
        Mono<Appended> last = append().cache();
        last.subscribe();
        mayEnd.tryEmitEmpty();
        last.as(StepVerifier::create).expectNextCount(1).verifyComplete();
        assertThat(groups).containsExactly(1, 2);
    }

    @Test
    void cancelTakesBackWhatWaitsAndNothingThatStarted() {
        Disposable started = append().subscribe();
        firstStarted.asMono().block(SOON);
        Disposable waiting = append().subscribe();
        Mono<Appended> last = append().cache();
        last.subscribe();
        started.dispose();
        waiting.dispose();
        mayEnd.tryEmitEmpty();
        last.as(StepVerifier::create).expectNextCount(1).verifyComplete();
        assertThat(groups).containsExactly(1, 1);
    }

    @Test
    void endFailsWhatWaitsOnceNothingIsWritten() {
        append().subscribe();
        firstStarted.asMono().block(SOON);
        Mono<Appended> waiting = append().cache();
        waiting.subscribe(done -> {}, error -> {});
        Mono<Void> end = queue.end(new ClosedException("over")).cache();
        end.subscribe();
        mayEnd.tryEmitEmpty();
        end.as(StepVerifier::create).verifyComplete();
        waiting.as(StepVerifier::create).verifyError(ClosedException.class);
        append().as(StepVerifier::create).verifyError(ClosedException.class);
    }
}
