package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.Retention;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.spi.UserData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one core has stored: counted on with each write, counted anew after a truncation or a clear. Kept when the core
 * closes, since it does not change then.
 */
final class Usage {
    private final DiscoveryKey discoveryKey;
    private final @Nullable Hash namespace;
    private final Retainer owner;
    private final List<Retention> limits = new ArrayList<>();
    private @Nullable Log log;
    private boolean known;
    private long stuckAt = -1;
    private long blocks;
    private long bytes;
    private long lastBlock = -1;
    private long lastWrite;

    Usage(Log log, Retainer owner) {
        this.discoveryKey = log.discoveryKey();
        this.namespace = OwnUserData.hash(log.userData(), UserData.NAMESPACE);
        this.owner = owner;
    }

    DiscoveryKey discoveryKey() {
        return discoveryKey;
    }

    @Nullable
    Hash namespace() {
        return namespace;
    }

    /** Counts what an open log writes from now on; false if that is done already. */
    synchronized boolean follow(Log opened) {
        if (log == opened) {
            return false;
        }
        log = opened;
        known = false;
        opened.listen(new Watch(opened));
        return true;
    }

    synchronized void limit(Retention retention) {
        limits.add(retention);
        stuckAt = -1;
    }

    synchronized void unlimit(Retention retention) {
        limits.remove(retention);
    }

    /** The strictest of the open sessions. */
    synchronized Retention limit() {
        return limits.stream().reduce(Retention.UNLIMITED, Retention::and);
    }

    synchronized void measured(long storedBlocks, long storedBytes) {
        blocks = storedBlocks;
        bytes = storedBytes;
        known = true;
    }

    /** Nothing of what was there at a write can be cleared, until there is another one. */
    synchronized void stuck(long write) {
        stuckAt = write;
    }

    synchronized boolean isKnown() {
        return known;
    }

    synchronized boolean isClearable() {
        return known && stuckAt != lastWrite && blocks > 0;
    }

    synchronized long blocks() {
        return blocks;
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long lastBlock() {
        return lastBlock;
    }

    synchronized long lastWrite() {
        return lastWrite;
    }

    private synchronized void wrote(long moreBlocks, long moreBytes, long last) {
        blocks += moreBlocks;
        bytes += moreBytes;
        lastBlock = last;
        lastWrite = owner.nextTurn();
    }

    private synchronized boolean outdate(Log by) {
        known &= log != by;
        return log == by;
    }

    /** What one log says, as long as it is open. */
    private final class Watch implements LogListener {
        private final Log by;

        Watch(Log by) {
            this.by = by;
        }

        @Override
        public void appended(BlockRange range, long size) {
            wrote(range.length(), size, range.end() - 1);
            owner.changed(Usage.this);
        }

        @Override
        public void stored(List<Stored> runs) {
            for (Stored run : runs) {
                wrote(run.range().length(), run.bytes(), run.range().end() - 1);
            }
            owner.changed(Usage.this);
        }

        @Override
        public void treeMoved(LogState before, LogState after, long shared) {
            if (shared < before.length() && outdate(by)) {
                owner.measure(Usage.this);
            }
        }

        @Override
        public void cleared(List<BlockRange> ranges) {
            if (outdate(by)) {
                owner.measure(Usage.this);
            }
        }
    }
}
