package io.corestore.replication;

import io.corestore.message.Message;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Reads the messages of one connection. It subscribes itself because the credit it gives depends on what has been dealt
 * with, not on what has been received.
 */
final class Inbound extends BaseSubscriber<Message> {
    private static final int CREDIT = 1_024;

    private final Session session;
    private int credit;

    Inbound(Session session) {
        this.session = session;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        credit = CREDIT;
        subscription.request(CREDIT);
    }

    @Override
    protected void hookOnNext(Message message) {
        Farewell last = session.farewell();
        if (last != null) {
            last.receive(message);
        } else {
            session.loop().execute(() -> take(message));
        }
    }

    private void take(Message message) {
        Farewell last = session.farewell();
        if (last != null) {
            last.receive(message);
        } else if (!session.isClosed()) {
            credit--;
            session.receive(message);
            replenish();
        }
    }

    @Override
    protected void hookOnComplete() {
        ended(null);
    }

    @Override
    protected void hookOnError(Throwable error) {
        ended(error);
    }

    private void ended(@Nullable Throwable error) {
        Farewell last = session.farewell();
        if (last != null) {
            last.end();
        } else {
            session.loop().execute(() -> end(error));
        }
    }

    private void end(@Nullable Throwable error) {
        Farewell last = session.farewell();
        if (last != null) {
            last.end();
        } else {
            session.end(error);
        }
    }

    /** Reads on if much has been dealt with and not too much of the peer waits. */
    void replenish() {
        if (credit <= CREDIT / 2 && session.hasRoom() && !session.isClosed()) {
            int more = CREDIT - credit;
            credit = CREDIT;
            request(more);
        }
    }
}
