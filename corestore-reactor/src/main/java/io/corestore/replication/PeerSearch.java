package io.corestore.replication;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.Disposable;

/** Whether somebody looks for peers: as long as one does, who asks for news waits for a first peer. */
public final class PeerSearch {
    private final AtomicInteger searches = new AtomicInteger();
    private final Runnable ended;

    /** @param ended run on any thread when nobody looks any more */
    public PeerSearch(Runnable ended) {
        this.ended = ended;
    }

    /** Looks for peers until disposed of. */
    public Disposable begin() {
        searches.incrementAndGet();
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true) && searches.decrementAndGet() == 0) {
                ended.run();
            }
        };
    }

    boolean isOpen() {
        return searches.get() > 0;
    }
}
