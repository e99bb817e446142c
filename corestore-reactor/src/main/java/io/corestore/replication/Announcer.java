package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.message.Message;

/** Tells one peer what is here of a core, now and whenever it changes (spec page 13, sections 3 and 6). */
final class Announcer {
    private final Channel channel;
    private final Remote remote;
    private final Log log;
    private boolean canUpgrade = true;

    Announcer(Channel channel, Remote remote) {
        this.channel = channel;
        this.remote = remote;
        this.log = channel.swarm().log();
    }

    /** Whether our length can be proven from the peer's on. */
    boolean canUpgrade() {
        return canUpgrade;
    }

    void start() {
        sendSync();
        long contiguous = log.state().contiguousLength();
        if (contiguous > 0) {
            sendRange(false, BlockRange.of(0, contiguous));
        }
    }

    void sendSync() {
        LogState state = log.state();
        channel.send(new Message.Sync(
                channel.localId(),
                state.fork(),
                state.length(),
                remote.isOnForkOf(state) ? remote.length() : 0,
                canUpgrade,
                true,
                channel.swarm().isDownloading(),
                state.manifest() != null && !state.isCompat(log.key()),
                false));
    }

    /** The peer's tree moved; it is told of ours where that is longer. */
    void synced() {
        judgeUpgrade();
        if (isBehind(log.state())) {
            sendSync();
        }
    }

    /**
     * Our tree moved; the peer is told what we have now. A complete core is announced from its first block on, as hypercore
     * 11 does it: a reader of that version which has yet to follow to the fork would forget what it is told in parts.
     */
    void treeMoved(BlockRange added, BlockRange dropped) {
        if (!channel.isOpen()) {
            return;
        }
        judgeUpgrade();
        sendSync();
        if (!dropped.isEmpty()) {
            sendRange(true, dropped);
        }
        if (!added.isEmpty()) {
            sendRange(false, log.state().contiguousLength() == added.end() ? BlockRange.of(0, added.end()) : added);
        }
    }

    /** Blocks were given up here. */
    void withdraw(BlockRange range) {
        sendRange(true, range);
    }

    /** Blocks arrived from elsewhere; the peer is told unless it has them, and not those of another fork. */
    void announce(BlockRange range) {
        if (!remote.isOnForkOf(log.state()) || !remote.blocks().hasAll(range)) {
            sendRange(false, range);
        }
    }

    /** Blocks arrived from elsewhere, and perhaps the nodes with them that {@link #canUpgrade} takes. */
    void blocksArrived() {
        if (!canUpgrade && remote.isSynced() && isBehind(log.state())) {
            lookForRoots(remote.length());
        }
    }

    /** The peer is told of everything that is here, whatever it was told before. */
    void announceAll() {
        if (!channel.isOpen()) {
            return;
        }
        judgeUpgrade();
        sendSync();
        long length = log.state().length();
        if (length > 0) {
            Message.Want everything = new Message.Want(channel.localId(), 0, length, false);
            new WantReplies().replies(channel.localId(), everything, log).forEach(channel::send);
        }
    }

    private void sendRange(boolean drop, BlockRange range) {
        channel.send(new Message.Range(channel.localId(), drop, range.start(), range.length()));
        if (drop) {
            channel.requester().wantAnew(range);
        }
    }

    /** Whether our length can be proven from the peer's on; told once it can, if that takes a look at the disk. */
    private void judgeUpgrade() {
        if (!remote.isSynced()) {
            return;
        }
        LogState state = log.state();
        long length = remote.length();
        boolean behind = isBehind(state);
        canUpgrade = remote.isOnForkOf(state) && length == 0 || behind && state.contiguousLength() == state.length();
        if (behind && !canUpgrade) {
            lookForRoots(length);
        }
    }

    private boolean isBehind(LogState state) {
        return remote.isOnForkOf(state) && remote.length() < state.length();
    }

    private void lookForRoots(long length) {
        log.tree().hasRoots(length).subscribe(has -> channel.execute(() -> rootsKnown(length, has)));
    }

    private void rootsKnown(long length, boolean stored) {
        if (stored && channel.isOpen() && remote.length() == length && !canUpgrade) {
            canUpgrade = true;
            sendSync();
            channel.swarm().changed();
        }
    }
}
