package io.corestore.replication;

import io.corestore.PeerInfo;
import io.corestore.core.LogState;
import io.corestore.key.Hash;
import io.corestore.message.Message;

/** What one peer says of its copy of a core, and what it offers beside ours (spec page 13, sections 1 and 3). */
final class Remote {
    private final RemoteBlocks blocks = new RemoteBlocks();
    private Message.Sync sync = new Message.Sync(0, 0, 0, 0, false, true, true, false, false);
    private boolean synced;
    private boolean treeRefused;
    private boolean nodesRefused;
    private boolean answersSeeks;
    private long lengthAcked;

    void opened(Message.Open open) {
        answersSeeks = open.seeks();
    }

    void synced(Message.Sync message, LogState state) {
        sync = message;
        synced = true;
        treeRefused = false;
        nodesRefused = false;
        lengthAcked = message.fork() == state.fork() ? message.remoteLength() : 0;
    }

    void received(Message.Range range) {
        if (range.drop()) {
            blocks.drop(range.start(), range.length());
        } else {
            blocks.add(range.start(), range.length());
            hasMore();
        }
    }

    void received(Message.Bitfield bitfield) {
        blocks.replace(bitfield.start(), bitfield.words());
        hasMore();
    }

    /**
     * The peer did not prove the tree, or tell the manifest, that it had offered: it is not asked again before it offers
     * anew. That it has changed its offer since it was asked is no refusal.
     */
    void refusedTree(Message.Request request) {
        Message.Upgrade tree = request.upgrade();
        boolean sameTree = tree == null || tree.start() + tree.length() == sync.length();
        treeRefused |= sameTree && request.fork() == sync.fork();
    }

    /** The peer did not prove what lies below a tree that it had proved: it may once it has more blocks. */
    void refusedNodes(Message.Request tree) {
        boolean before = treeRefused;
        refusedTree(tree);
        nodesRefused |= treeRefused && !before;
    }

    private void hasMore() {
        treeRefused &= !nodesRefused;
        nodesRefused = false;
    }

    RemoteBlocks blocks() {
        return blocks;
    }

    /** What the peer said last, or what stands for it before it said anything. */
    Message.Sync sync() {
        return sync;
    }

    /** Whether the peer has said how long its tree is. */
    boolean isSynced() {
        return synced;
    }

    /** Whether the peer's version knows requests for byte positions. */
    boolean answersSeeks() {
        return answersSeeks;
    }

    long length() {
        return sync.length();
    }

    long fork() {
        return sync.fork();
    }

    boolean isOnForkOf(LogState state) {
        return sync.fork() == state.fork();
    }

    /** Whether the peer has a longer tree that it can prove (spec page 13, section 3). */
    boolean offersUpgrade(LogState state) {
        return !treeRefused
                && isOnForkOf(state)
                && sync.canUpgrade()
                && sync.length() > state.length()
                && lengthAcked == state.length();
    }

    boolean offersFork(LogState state) {
        return !treeRefused && sync.fork() > state.fork() && sync.length() > 0;
    }

    /** Whether the peer can tell the manifest that is unknown here. */
    boolean offersManifest(LogState state) {
        return !treeRefused && state.manifest() == null && sync.hasManifest();
    }

    /** Whether the peer has a longer tree of our fork. */
    boolean isAhead(LogState state) {
        return !treeRefused && isOnForkOf(state) && sync.length() > state.length();
    }

    /**
     * @param key the peer's public key
     * @param state ours
     */
    PeerInfo info(Hash key, LogState state) {
        long lag = Math.max(0, state.length() - (isOnForkOf(state) ? length() : 0));
        return new PeerInfo(key, length(), fork(), lag, blocks.contiguous(), sync.uploading(), sync.downloading());
    }
}
