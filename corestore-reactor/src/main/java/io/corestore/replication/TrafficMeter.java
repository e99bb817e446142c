package io.corestore.replication;

import io.corestore.Peer.Traffic;
import io.corestore.message.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts the blocks of one connection, and times one of its requests after the other. */
final class TrafficMeter {
    private static final int SMOOTHING = 8; // as TCP smooths round trips: RFC 6298

    private final Loop loop;
    private long blocksReceived;
    private long bytesReceived;
    private long blocksSent;
    private long bytesSent;
    private Message.@Nullable Request timed;
    private long askedAt;
    private long smoothed = -1;

    TrafficMeter(Loop loop) {
        this.loop = loop;
    }

    void sent(Message message) {
        if (message instanceof Message.Data data && data.block() != null) {
            blocksSent++;
            bytesSent += data.block().value().remaining();
        } else if (message instanceof Message.Request request && timed == null) {
            timed = request;
            askedAt = loop.now();
        }
    }

    void received(Message.Data data) {
        if (data.block() != null) {
            blocksReceived++;
            bytesReceived += data.block().value().remaining();
        }
    }

    /** A request of ours is no longer under way: the peer answered it, or it was given up. */
    void ended(Message.Request request, boolean answered) {
        if (timed != request) {
            return;
        }
        timed = null;
        if (answered) {
            long took = loop.now() - askedAt;
            smoothed = smoothed < 0 ? took : smoothed + (took - smoothed) / SMOOTHING;
        }
    }

    Traffic traffic() {
        return new Traffic(blocksReceived, bytesReceived, blocksSent, bytesSent);
    }

    @Nullable
    Duration responseTime() {
        return smoothed < 0 ? null : Duration.ofNanos(smoothed);
    }
}
