package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.Durability;
import io.corestore.replication.ReplicationLimits;
import reactor.core.scheduler.Scheduler;

/**
 * How a store behaves.
 *
 * @param durability when a write counts as done
 * @param signals where users get their signals
 * @param readOnly whether every core is read-only and no file is written
 * @param coreDefaults what options of a core do not say
 */
record StoreOptions(
        Durability durability,
        Scheduler signals,
        ReplicationLimits limits,
        boolean readOnly,
        CoreOptions coreDefaults) {}
