package io.corestore.replication;

import io.corestore.PeerAuthorizer;

/**
 * How a store meets its peers.
 *
 * @param limits how much each may make it hold or do
 * @param authorizer which cores each may have
 */
public record ReplicationSettings(ReplicationLimits limits, PeerAuthorizer authorizer) {
    /** Everybody may have what he knows the key of, within the default limits. */
    public static final ReplicationSettings DEFAULT =
            new ReplicationSettings(ReplicationLimits.DEFAULT, PeerAuthorizer.ALL);

    /** The same with other limits. */
    public ReplicationSettings withLimits(ReplicationLimits other) {
        return new ReplicationSettings(other, authorizer);
    }

    /** The same, asking somebody else. */
    public ReplicationSettings withAuthorizer(PeerAuthorizer other) {
        return new ReplicationSettings(limits, other);
    }
}
