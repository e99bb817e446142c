package io.corestore.transport;

import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;
import reactor.core.publisher.Flux;

/** The Reactive Streams TCK over the relay between two ends. */
@Test
public class RelayTckTest extends PublisherVerification<Integer> {
    public RelayTckTest() {
        super(new TestEnvironment(5_000, 50, 50), 500);
    }

    @Override
    public Publisher<Integer> createPublisher(long elements) {
        Relay<Integer> relay = new Relay<>();
        Flux.range(0, (int) Math.min(elements, Integer.MAX_VALUE)).subscribe(relay);
        return relay;
    }

    @Override
    public Publisher<Integer> createFailedPublisher() {
        Relay<Integer> relay = new Relay<>();
        Flux.<Integer>error(new IllegalStateException("planned")).subscribe(relay);
        return relay;
    }
}
