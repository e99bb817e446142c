package io.corestore.reactor;

import io.corestore.Durability;
import io.corestore.replication.ReplicationLimits;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * How a store behaves.
 *
 * @param durability when a write counts as done
 * @param primaryKey 32 bytes to use instead of the stored primary key; stored if none is
 * @param signals where users get their signals
 * @param readOnly whether every core is read-only and no file is written
 */
record StoreOptions(
        Durability durability,
        byte @Nullable [] primaryKey,
        Scheduler signals,
        ReplicationLimits limits,
        boolean readOnly) {}
