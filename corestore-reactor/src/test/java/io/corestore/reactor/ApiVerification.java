package io.corestore.reactor;

import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITest;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Reactive Streams TCK over publishers of one kind, which fail once their store is closed. */
public abstract class ApiVerification extends PublisherVerification<Object> implements ITest {
    private final TckKind kind;
    private TckStore open;
    private TckStore closed;

    ApiVerification(TckKind kind) {
        super(new TestEnvironment(5_000, 20, 20), 500);
        this.kind = kind;
    }

    @BeforeClass
    public void openStores() {
        open = TckStore.open();
        closed = TckStore.ofClosedSessions();
        if (kind.grows()) {
            open.grow();
        }
    }

    @AfterClass
    public void closeStores() {
        open.close();
    }

    @Override
    public long maxElementsFromPublisher() {
        return kind.most();
    }

    @Override
    public Publisher<Object> createPublisher(long elements) {
        return kind.make(open, elements);
    }

    @Override
    public Publisher<Object> createFailedPublisher() {
        return kind.fails() ? kind.make(closed, 1) : null;
    }

    @Override
    public String getTestName() {
        return kind.name();
    }
}
