package io.corestore.replication;

/**
 * How much one peer may make this store hold or do. Limits pause reading; only protocol errors end a connection.
 *
 * @param requestsPerChannel how many of our requests for one core a peer may have to answer, at most
 * @param requestsPerConnection the same over all cores of a connection
 * @param requestedBytes how many bytes of blocks may be asked for and not here, for one core and peer
 * @param queuedRequests how many of a peer's requests may wait here before its messages are no longer read
 * @param queuedAnswerBytes how many bytes of answers may wait for a peer that does not read
 * @param channels how many channels one peer may open
 * @param pendingOpens how many opens of a peer may be undecided before its messages are no longer read
 * @param lookups how many cores that are not open here a peer may make the store look for in vain, at once
 * @param lookupsPerSecond how many more it may a second; more have to wait
 * @param pendingMessages how many messages may wait for a channel that is being opened
 * @param extensionBytes how long an extension message of a peer may be; longer ones are dropped
 * @param passiveCores how many cores that only peers asked for are kept open
 * @param badProofs after how many invalid proofs a peer is cut off
 */
public record ReplicationLimits(
        int requestsPerChannel,
        int requestsPerConnection,
        int requestedBytes,
        int queuedRequests,
        int queuedAnswerBytes,
        int channels,
        int pendingOpens,
        int lookups,
        int lookupsPerSecond,
        int pendingMessages,
        int extensionBytes,
        int passiveCores,
        int badProofs) {
    public static final ReplicationLimits DEFAULT = new ReplicationLimits(
            512, 4096, 8 << 20, 16_384, 512 << 10, 65_536, 8_192, 8_192, 500, 1_024, 64 << 10, 1_000, 3);

    /** The same, with this many requests for one core under way with one peer. */
    public ReplicationLimits withRequestsPerChannel(int requests) {
        return with(requests, lookups, lookupsPerSecond, passiveCores);
    }

    /** The same, with this many vain lookups at once, and this many more a second. */
    public ReplicationLimits withLookups(int atOnce, int perSecond) {
        return with(requestsPerChannel, atOnce, perSecond, passiveCores);
    }

    /** The same, keeping this many cores open that only peers asked for. */
    public ReplicationLimits withPassiveCores(int cores) {
        return with(requestsPerChannel, lookups, lookupsPerSecond, cores);
    }

    private ReplicationLimits with(int requests, int lookupsAtOnce, int moreLookups, int cores) {
        return new ReplicationLimits(
                requests,
                requestsPerConnection,
                requestedBytes,
                queuedRequests,
                queuedAnswerBytes,
                channels,
                pendingOpens,
                lookupsAtOnce,
                moreLookups,
                pendingMessages,
                extensionBytes,
                cores,
                badProofs);
    }
}
