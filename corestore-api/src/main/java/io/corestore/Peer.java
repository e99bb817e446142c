package io.corestore;

import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a peer, as it is at one moment.
 *
 * @param remoteKey its public key, authenticated by the handshake
 * @param address where it is, for people to read
 * @param initiator whether this side dialled
 * @param cores what both sides have open and share, with what the peer says of its copy
 * @param traffic what went over the connection
 * @param responseTime from a request of ours to its answer, smoothed: the round trip and the peer's work; null before the
 *     first answer
 */
public record Peer(
        Hash remoteKey,
        String address,
        boolean initiator,
        Map<DiscoveryKey, PeerInfo> cores,
        Traffic traffic,
        @Nullable Duration responseTime) {
    public Peer {
        cores = Map.copyOf(cores);
    }

    /**
     * Blocks that went over one connection since it began; of their bytes those of the blocks themselves.
     *
     * @param blocksReceived answers to requests, verified or not
     * @param blocksSent answers given to the transport
     */
    public record Traffic(long blocksReceived, long bytesReceived, long blocksSent, long bytesSent) {
        /** Nothing yet. */
        public static final Traffic NONE = new Traffic(0, 0, 0, 0);
    }
}
