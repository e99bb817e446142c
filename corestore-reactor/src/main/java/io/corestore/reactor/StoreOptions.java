package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.Durability;
import io.corestore.replication.ReplicationSettings;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a store behaves.
 *
 * @param durability when a write counts as done
 * @param signals where users get their signals
 * @param replication how it meets its peers
 * @param readOnly whether every core is read-only and no file is written
 * @param space below how much space nothing of peers is stored, and whose clock counts
 * @param quotas how much of all cores, or those of a namespace, is kept
 * @param coreDefaults what options of a core do not say
 */
record StoreOptions(
        Durability durability,
        Scheduler signals,
        ReplicationSettings replication,
        boolean readOnly,
        Space space,
        Retainer.Quotas quotas,
        CoreOptions coreDefaults) {
    /**
     * What is left free.
     *
     * @param floor in bytes; 0 does not care
     * @param clock counts the time between two looks
     */
    record Space(long floor, Scheduler clock) {
        static final Space ANY = new Space(0, Schedulers.parallel());
    }
}
