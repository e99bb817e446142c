package io.corestore.storage.corestore6;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.error.StorageFailedException;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.storage.format.BitRange;
import io.corestore.storage.format.Entry;
import io.corestore.storage.format.HeaderCodec;
import io.corestore.storage.io.PooledFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commits and checkpoints of one core, called by one writer at a time.
 *
 * <p>A commit is data, then entries; a checkpoint is what was buffered of them, then bits and nodes, then the header, then
 * the cut of the entries. What comes first is synced before what comes next is written. A failed sync ends all writing, since nobody knows what of it
 * is on disk.
 */
final class CoreWriter {
    /** Entries of this size are moved into place; so much is read and replayed at open. */
    static final int CHECKPOINT_BYTES = 64 * 1024;

    private final CoreState state;
    private final Oplog oplog;
    private final NodeFile tree;
    private final BitfieldFile bitfield;
    private final BlockFile data;
    private final HeaderFile header;
    private final List<PooledFile> all;
    private final long staleEnd;

    CoreWriter(CoreFiles files, CoreLoader.Loaded loaded) {
        state = loaded.state();
        oplog = new Oplog(files.oplog(), loaded.image());
        tree = new NodeFile(files.tree());
        bitfield = new BitfieldFile(files.bitfield());
        data = new BlockFile(files.data());
        header = new HeaderFile(files.header(), loaded.position());
        staleEnd = loaded.present().end();
        all = files.all();
        all.forEach(PooledFile::assumeUnsynced);
        data.tidy();
        if (loaded.image().broken()) {
            oplog.replaceBroken(state.doubtEntry());
        } else {
            oplog.repair(loaded.oplogSize());
        }
        if (loaded.image().halved() && loaded.image().groups().isEmpty()) {
            // whoever made the core may not have got as far as to make its name durable
            oplog.sync();
        }
        if (loaded.treeOnlyUncut()) {
            tree.trim(state.head().length());
            tree.sync();
        }
    }

    void commit(CoreCommit commit, Durability durability) {
        checkWritable();
        CoreHead before = state.head();
        List<Entry> group = CommitEntries.of(commit, before, staleEnd);
        boolean moved = commit.ancestors() != CoreCommit.TREE_UNMOVED;
        boolean back = moved && commit.ancestors() < before.length();
        if (oplog.headerInDoubt() || state.isHeaderDoubted()) {
            checkpointNow();
        }
        learn(commit.manifest());
        boolean durable = durability == Durability.SYNC || back;
        if (back && !commit.blocks().isEmpty()) {
            giveUp(commit.ancestors(), before.length());
        }
        log(commit, group, durable);
        state.complete(commit.head());
        if (durable) {
            free(commit);
        }
        boolean forked = commit.head().fork() != before.fork();
        if (back || forked || oplog.entryBytes() >= CHECKPOINT_BYTES) {
            checkpointIfPossible();
        }
    }

    void checkpoint(CoreHead head) {
        checkWritable();
        CoreHead known = state.head();
        if (head.length() != known.length() || head.fork() != known.fork()) {
            throw new IllegalArgumentException("not the head of this core: fork " + head.fork() + ", length "
                    + head.length() + " instead of " + known.fork() + ", " + known.length());
        }
        if (state.isChanged()) {
            state.complete(head);
            checkpointNow();
        }
    }

    /** Writes both headers with this key pair, and leaves no other one in the files. */
    void replaceKeyPair(@Nullable KeyPair keyPair) {
        checkWritable();
        if (!headerKnown()) {
            throw new IllegalStateException("a core whose last changes are only logged needs a checkpoint first");
        }
        KeyPair before = state.keyPair();
        state.replaceKeyPair(keyPair);
        try {
            checkpointNow();
        } catch (StorageFailedException failed) {
            state.replaceKeyPair(before);
            throw failed;
        }
        checkpointNow();
        oplog.blankBehindHeaders();
        header.blankOthers();
    }

    /**
     * Gives up what no block needs. What was logged is durable before: bits that come back must not stand for bytes that do
     * not.
     */
    void compact(List<ByteRange> present) {
        checkWritable();
        data.sync();
        oplog.sync();
        data.compact(present);
    }

    /** Moves what was logged into place, where that is possible; else it stays logged, and nothing is lost. */
    void checkpointIfPossible() {
        if (!state.isChanged() || !headerKnown() || failedSync() != null) {
            return;
        }
        try {
            checkpointNow();
        } catch (StorageFailedException laterAgain) {
            // what is logged stays; a header in doubt and a failed sync are noted where they happen
            return;
        }
    }

    /** Leaves the files as they are best opened, as far as that is possible. */
    void close() {
        checkpointIfPossible();
        if (failedSync() == null) {
            trim();
        }
    }

    private void trim() {
        try {
            data.trim();
        } catch (StorageFailedException roomStays) {
            return;
        }
    }

    private void log(CoreCommit commit, List<Entry> group, boolean durable) {
        // first, since a change that failed may be whole in the log, and its blocks are about to be overwritten
        oplog.dropFailed();
        data.write(commit.blocks());
        if (durable) {
            data.sync();
        }
        if (!group.isEmpty()) {
            oplog.append(group);
        }
        if (durable) {
            oplog.sync();
        }
        if (!group.isEmpty()) {
            state.apply(group);
        }
    }

    /** Blocks about to be overwritten are given up first: no crash may leave other bytes under an old signature. */
    private void giveUp(long start, long end) {
        List<Entry> drop = List.of(new Entry(null, null, null, new BitRange(true, start, end)));
        oplog.append(drop);
        oplog.sync();
        state.apply(drop);
    }

    /** A manifest stands in headers only. It goes there first, so that no head is stored that it does not verify. */
    private void learn(@Nullable Manifest manifest) {
        Manifest known = state.manifest();
        if (manifest == null || manifest.equals(known)) {
            return;
        }
        state.learn(manifest);
        try {
            if (headerKnown()) {
                checkpointNow();
            }
        } catch (StorageFailedException failed) {
            state.learn(known);
            throw failed;
        }
    }

    private void checkpointNow() {
        long length = state.head().length();
        long limit = state.view().limit();
        // what was only buffered is durable first: no bit or node may be there without its bytes and its entry
        data.sync();
        oplog.sync();
        bitfield.write(state.added(), state.dropped());
        if (limit < length) {
            tree.blankStale(limit, length);
        }
        tree.write(state.view().nodes());
        bitfield.sync();
        tree.sync();
        boolean stale = limit != NodeView.NO_LIMIT;
        if (stale) {
            state.nodesAreInPlace(); // a header that failed may count: a second try must not blank what it needs
        }
        writeHeader();
        state.settled(stale ? length : NodeView.NO_LIMIT);
        oplog.cut();
        if (stale) {
            tree.trim(length);
            state.settled(NodeView.NO_LIMIT);
        }
    }

    private void writeHeader() {
        byte[] content = HeaderCodec.encode(state.header());
        boolean external = header.isUsed() || !Oplog.fitsSlot(content);
        if (external) {
            content = HeaderCodec.encode(header.write(content));
        }
        oplog.writeHeader(content);
        if (external) {
            header.written();
        }
    }

    private void free(CoreCommit commit) {
        try {
            data.discard(commit.freed());
        } catch (StorageFailedException bytesStay) {
            return;
        }
    }

    /** Whether a header can be written: its root hash is computed by who commits, and a replayed log has none. */
    private boolean headerKnown() {
        return state.head().rootHash() != null || state.head().length() == 0;
    }

    private void checkWritable() {
        StorageFailedException earlier = failedSync();
        if (earlier != null) {
            throw new StorageFailedException(
                    "nothing is written any more, since a sync failed: " + earlier.getMessage(), earlier);
        }
    }

    private @Nullable StorageFailedException failedSync() {
        for (PooledFile file : all) {
            StorageFailedException failed = file.failedSync();
            if (failed != null) {
                return failed;
            }
        }
        return null;
    }
}
