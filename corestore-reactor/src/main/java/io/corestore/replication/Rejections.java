package io.corestore.replication;

import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Rejects what one peer opens and may not have. A rejection leaves a fixed time after the open, or a multiple of it, so
 * that the time it takes does not tell a core that is not stored from one that is. Used in the loop.
 */
final class Rejections {
    private static final long STEP = Duration.ofMillis(20).toNanos();

    private final Session session;
    private final Queue<Due> waiting = new PriorityQueue<>(Comparator.comparingLong(Due::time));
    private boolean armed;

    /** @param time in nanoseconds of the clock */
    private record Due(Message.Open open, long time) {}

    Rejections(Session session) {
        this.session = session;
    }

    /** Rejects an open in due time. */
    void add(Message.Open open, long arrived) {
        long steps = 1 + (now() - arrived) / STEP;
        waiting.add(new Due(open, arrived + steps * STEP));
        arm();
    }

    /** Rejects what waits for that of one core now, which is about to be offered: the answer comes before the offer. */
    void sendNow(DiscoveryKey core) {
        List<Due> early = waiting.stream()
                .filter(due -> due.open().discoveryKey().equals(core))
                .toList();
        waiting.removeAll(early);
        early.forEach(this::send);
    }

    /** Rejects all that waits for it now. */
    void sendAll() {
        waiting.forEach(this::send);
        waiting.clear();
    }

    private void arm() {
        Due next = waiting.peek();
        if (armed || next == null || session.isClosed()) {
            return;
        }
        armed = true;
        long pause = Math.max(0, next.time() - now());
        session.loop().executeAfter(Duration.ofNanos(pause), this::sendDue);
    }

    private void sendDue() {
        armed = false;
        long now = now();
        for (Due due = waiting.peek(); due != null && due.time() <= now; due = waiting.peek()) {
            waiting.remove();
            send(due);
        }
        arm();
    }

    private void send(Due due) {
        session.send(new Message.Reject(due.open().channel()));
    }

    private long now() {
        return session.loop().now();
    }
}
