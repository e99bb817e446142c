package io.corestore.replication;

import java.util.LinkedHashSet;
import java.util.Set;

/** The channels of one connection that have requests to answer: one after the other, while the peer takes answers. */
final class ServingQueue {
    private final Session session;
    private final Outbox outbox;
    private final Set<Serving> waiting = new LinkedHashSet<>();
    private final Runnable serve = this::serve;
    private int requests;

    ServingQueue(Session session, Outbox outbox) {
        this.session = session;
        this.outbox = outbox;
    }

    /** A channel has one more request to answer. */
    void requested(Serving serving) {
        requests++;
        waiting.add(serving);
        session.loop().atEndOfTurn(serve);
    }

    /** Requests were answered or need no answer any more. */
    void settled(int count) {
        requests -= count;
        session.replenish();
    }

    /** A channel ended its turn. */
    void turnEnded(Serving serving) {
        waiting.add(serving);
        serve();
    }

    /** Whether so many requests wait that no more should be read. */
    boolean isFull() {
        return requests >= session.limits().queuedRequests();
    }

    /** Starts answering, channel after channel, while the peer takes answers. */
    void serve() {
        for (Serving next : waiting.toArray(Serving[]::new)) {
            if (session.isClosed() || outbox.waitingBytes() > session.limits().queuedAnswerBytes()) {
                return;
            }
            waiting.remove(next);
            next.turn();
        }
    }
}
