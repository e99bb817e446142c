package io.corestore.reactor;

import io.corestore.message.Message;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests for blocks that wait for their answer. */
final class InFlight {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    boolean asked(Message message) {
        if (message instanceof Message.Request request && request.block() != null) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
        }
        return true;
    }

    boolean answered(Message message) {
        if (message instanceof Message.Data data && data.block() != null) {
            now.decrementAndGet();
        }
        return true;
    }

    int most() {
        return most.get();
    }
}
