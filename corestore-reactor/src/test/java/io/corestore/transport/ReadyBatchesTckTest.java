package io.corestore.transport;

import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** The Reactive Streams TCK over batches of one element each. */
@Test
public class ReadyBatchesTckTest extends PublisherVerification<List<Integer>> {
    public ReadyBatchesTckTest() {
        super(new TestEnvironment(5_000, 50, 50), 500);
    }

    @Override
    public Publisher<List<Integer>> createPublisher(long elements) {
        Flux<Integer> source = elements > Integer.MAX_VALUE
                ? Flux.<Integer>generate(sink -> sink.next(1))
                : Flux.range(0, (int) elements);
        return ReadyBatches.of(source, i -> 1, 1, Schedulers.parallel(), Schedulers.parallel(), Duration.ZERO);
    }

    @Override
    public Publisher<List<Integer>> createFailedPublisher() {
        return ReadyBatches.of(
                Flux.<Integer>error(new IllegalStateException("planned")),
                i -> 1,
                1,
                Schedulers.parallel(),
                Schedulers.parallel(),
                Duration.ZERO);
    }
}
