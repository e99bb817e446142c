package io.corestore.reactor;

import io.corestore.spi.CoreStorage;
import reactor.core.scheduler.Scheduler;

/** Stores whose time and threads are a test's own. */
public final class SimulatedStores {
    private SimulatedStores() {}

    /** Starts a store in which users are told, and time passes, by these schedulers; its files are touched as the storage says. */
    public static Corestores.Builder on(CoreStorage storage, Scheduler signals, Scheduler clock) {
        return Corestores.on(storage).signalsOn(signals).clock(clock);
    }
}
