package io.corestore.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

class ReadyBatchesTest {
    private static final Duration NEVER = Duration.ZERO;

    @Test
    void whatIsReadyWhenAskedIsOneBatch() {
        TestPublisher<Integer> source = TestPublisher.create();
        List<List<Integer>> received = new ArrayList<>();
        BaseSubscriber<List<Integer>> subscriber = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(1);
            }

            @Override
            protected void hookOnNext(List<Integer> batch) {
                received.add(batch);
            }
        };
        batches(source.flux(), 100).subscribe(subscriber);
        source.next(1);
        assertThat(received).containsExactly(List.of(1));
        source.next(2, 3, 4).complete();
        assertThat(received).hasSize(1);
        subscriber.request(1);
        assertThat(received).containsExactly(List.of(1), List.of(2, 3, 4));
        assertThat(subscriber.isDisposed()).isTrue();
    }

    @Test
    void aBatchEndsWithItsWeight() {
        StepVerifier.create(batches(Flux.range(0, 10), 4))
                .expectNext(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9))
                .verifyComplete();
    }

    @Test
    void aSourceThatAnswersAtOnceFillsABatch() {
        List<List<Integer>> all = new ArrayList<>();
        batches(Flux.range(0, 10_000), 1_000).doOnNext(all::add).blockLast(Duration.ofSeconds(5));
        assertThat(all).hasSize(10);
        assertThat(all.stream().flatMap(List::stream).toList())
                .isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void largeElementsAreAskedForInSmallNumbers() {
        TestPublisher<Integer> source = TestPublisher.create();
        List<Long> requests = new ArrayList<>();
        Flux<List<Integer>> batches = ReadyBatches.of(
                source.flux().doOnRequest(requests::add),
                element -> 1_000,
                1_000,
                Schedulers.immediate(),
                Schedulers.parallel(),
                NEVER);
        StepVerifier.create(batches, 100)
                .then(() -> IntStream.range(0, 16).forEach(source::next))
                .expectNextCount(16)
                .then(() -> source.next(1, 2))
                .expectNextCount(2)
                .thenCancel()
                .verify(Duration.ofSeconds(5));
        assertThat(requests.stream().mapToLong(i -> i).sum()).isLessThanOrEqualTo(20);
    }

    @Test
    void elementsComeBeforeTheError() {
        StepVerifier.create(batches(Flux.range(0, 3).concatWith(Flux.error(new IllegalStateException("planned"))), 100))
                .expectNextCount(1)
                .verifyErrorMessage("planned");
    }

    @Test
    void endsWithoutDemandIfNothingIsLeft() {
        StepVerifier.create(batches(Flux.empty(), 100), 0).verifyComplete();
    }

    @Test
    void cancelReachesTheSource() {
        TestPublisher<Integer> source = TestPublisher.create();
        StepVerifier.create(batches(source.flux(), 100)).thenCancel().verify();
        source.assertCancelled();
    }

    @Test
    void anEmptyBatchComesAfterEachIdleTimeThatIsAskedFor() {
        VirtualTimeScheduler time = VirtualTimeScheduler.create();
        TestPublisher<Integer> source = TestPublisher.create();
        Flux<List<Integer>> batches =
                ReadyBatches.of(source.flux(), i -> 1, 100, Schedulers.immediate(), time, Duration.ofSeconds(5));
        StepVerifier.create(batches)
                .then(() -> time.advanceTimeBy(Duration.ofMillis(4_999)))
                .then(() -> source.next(1))
                .expectNext(List.of(1))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(4_999)))
                .then(() -> source.next(2))
                .expectNext(List.of(2))
                .then(() -> time.advanceTimeBy(Duration.ofMillis(5_000)))
                .expectNext(List.of())
                .then(() -> time.advanceTimeBy(Duration.ofMillis(10_000)))
                .expectNext(List.of(), List.of())
                .thenCancel()
                .verify(Duration.ofSeconds(5));
    }

    private static Flux<List<Integer>> batches(Flux<Integer> source, int full) {
        return ReadyBatches.of(source, i -> 1, full, Schedulers.immediate(), Schedulers.parallel(), NEVER);
    }
}
