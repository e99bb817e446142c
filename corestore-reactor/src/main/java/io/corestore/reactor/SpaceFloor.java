package io.corestore.reactor;

import io.corestore.StoreEvent;
import io.corestore.replication.Intake;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Stops what peers send while little space is left. It is looked up where files are touched: when data is moved, at most
 * once a second but for each {@link #LOOK_BYTES} that came; while it is low, once a second until there is space again.
 */
final class SpaceFloor implements Intake {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final long LOOK_BYTES = 64 << 20;

    private final long floor;
    private final Mono<Long> usableSpace;
    private final Scheduler clock;
    private final Consumer<StoreEvent> told;
    private final Runnable reopened;
    private final Disposable.Swap timer = Disposables.swap();
    private long taken;
    private long lastLook = Long.MIN_VALUE;
    private boolean looking;
    private volatile boolean low;

    /**
     * @param floor in bytes; 0 never looks
     * @param clock of the looks, as an injected time
     * @param told of each change
     * @param reopened run when there is space again
     */
    SpaceFloor(long floor, Mono<Long> usableSpace, Scheduler clock, Consumer<StoreEvent> told, Runnable reopened) {
        this.floor = floor;
        this.usableSpace = usableSpace;
        this.clock = clock;
        this.told = told;
        this.reopened = reopened;
    }

    @Override
    public boolean isOpen() {
        lookIfDue();
        return !low;
    }

    @Override
    public void taken(long bytes) {
        synchronized (this) {
            taken += bytes;
        }
        lookIfDue();
    }

    @Override
    public void failed() {
        synchronized (this) {
            taken = LOOK_BYTES;
        }
        lookIfDue();
    }

    void close() {
        timer.dispose();
    }

    private void lookIfDue() {
        if (floor == 0) {
            return;
        }
        synchronized (this) {
            if (low || looking || !isDue()) {
                return;
            }
            looking = true;
        }
        look();
    }

    private boolean isDue() {
        return lastLook == Long.MIN_VALUE
                || taken >= LOOK_BYTES
                || clock.now(TimeUnit.MILLISECONDS) - lastLook >= INTERVAL.toMillis();
    }

    /** Where nobody knows, nothing changes. */
    private void look() {
        usableSpace.subscribe(this::found, error -> looked(), this::looked);
    }

    private synchronized void looked() {
        looking = false;
        taken = 0;
        lastLook = clock.now(TimeUnit.MILLISECONDS);
        if (low) {
            timer.update(Mono.delay(INTERVAL, clock).subscribe(tick -> look()));
        }
    }

    private void found(long usable) {
        boolean isLow = usable < floor;
        if (isLow == low) {
            return;
        }
        low = isLow;
        told.accept(isLow ? new StoreEvent.SpaceLow(usable) : new StoreEvent.SpaceBack(usable));
        if (!isLow) {
            reopened.run();
        }
    }
}
