package io.corestore.replication;

import io.corestore.PeerAuthorizer;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * How a store meets its peers.
 *
 * @param limits how much each may make it hold or do
 * @param authorizer which cores each may have
 * @param clock whose time counts
 */
public record ReplicationSettings(ReplicationLimits limits, PeerAuthorizer authorizer, Scheduler clock) {
    /** Everybody may have what he knows the key of, within the default limits. */
    public static final ReplicationSettings DEFAULT =
            new ReplicationSettings(ReplicationLimits.DEFAULT, PeerAuthorizer.ALL, Schedulers.parallel());

    /** The same with other limits. */
    public ReplicationSettings withLimits(ReplicationLimits other) {
        return new ReplicationSettings(other, authorizer, clock);
    }

    /** The same, asking somebody else. */
    public ReplicationSettings withAuthorizer(PeerAuthorizer other) {
        return new ReplicationSettings(limits, other, clock);
    }

    /** The same with another clock. */
    public ReplicationSettings withClock(Scheduler other) {
        return new ReplicationSettings(limits, authorizer, other);
    }
}
