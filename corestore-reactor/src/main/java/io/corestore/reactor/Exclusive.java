package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Who is the one exclusive user of a core: for each core a queue, whose head has its turn. Turns are given outside the
 * monitor, each once, by whoever made its holder the head.
 */
final class Exclusive {
    private final Map<DiscoveryKey, Deque<Turn>> queues = new HashMap<>();
    private boolean closed;

    private static final class Turn {
        private final DiscoveryKey discoveryKey;
        private final Sinks.Empty<Void> granted = Sinks.empty();

        Turn(DiscoveryKey discoveryKey) {
            this.discoveryKey = discoveryKey;
        }
    }

    /**
     * Waits for its turn, then opens. The turn ends when the hold is released, or when the opening fails or is cancelled;
     * a cancelled waiter leaves its queue.
     */
    Mono<Hold> hold(DiscoveryKey discoveryKey, Mono<Hold> opening) {
        return Mono.defer(() -> {
            Turn turn = join(discoveryKey);
            Mono<Hold> opened = turn.granted.asMono().then(opening).map(hold -> new ExclusiveHold(hold, turn));
            return Delivery.of(opened, () -> Mono.fromRunnable(() -> leave(turn)));
        });
    }

    /** Fails who waits and who comes. */
    void close() {
        List<Turn> waiting = new ArrayList<>();
        synchronized (this) {
            closed = true;
            queues.values().forEach(waiting::addAll);
            queues.clear();
        }
        waiting.forEach(turn -> turn.granted.tryEmitError(new ClosedException("the store is closed")));
    }

    private Turn join(DiscoveryKey discoveryKey) {
        Turn turn = new Turn(discoveryKey);
        boolean first;
        synchronized (this) {
            if (closed) {
                throw new ClosedException("the store is closed");
            }
            Deque<Turn> queue = queues.computeIfAbsent(discoveryKey, k -> new ArrayDeque<>());
            first = queue.isEmpty();
            queue.add(turn);
        }
        if (first) {
            turn.granted.tryEmitEmpty();
        }
        return turn;
    }

    private void leave(Turn turn) {
        Turn next = next(turn);
        if (next != null) {
            next.granted.tryEmitEmpty();
        }
    }

    /** Takes a turn out of its queue; who has the next one, if it was the head. */
    private synchronized @Nullable Turn next(Turn leaving) {
        Deque<Turn> queue = queues.get(leaving.discoveryKey);
        if (queue == null) {
            return null;
        }
        boolean head = queue.peek() == leaving;
        queue.remove(leaving);
        if (queue.isEmpty()) {
            queues.remove(leaving.discoveryKey);
        }
        return head ? queue.peek() : null;
    }

    private final class ExclusiveHold implements Hold {
        private final Hold hold;
        private final Turn turn;

        ExclusiveHold(Hold hold, Turn turn) {
            this.hold = hold;
            this.turn = turn;
        }

        @Override
        public Log log() {
            return hold.log();
        }

        @Override
        public boolean isShared() {
            return hold.isShared();
        }

        @Override
        public Mono<Void> release() {
            Mono<Void> released = hold.release();
            leave(turn);
            return released;
        }
    }
}
