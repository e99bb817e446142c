package io.corestore.sweep;

import io.corestore.Durability;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.Tombstone;
import io.corestore.spi.UserData;
import io.corestore.storage.io.KeyPlace;
import io.corestore.storage.io.MemoryFile;
import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.StoredKey;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** Bugs that a store might have, each with the workload that finds it and the invariant that it breaks. */
enum Planted {
    /** I2: entries are durable before the bytes of their blocks are, which may be lost. */
    DATA_NOT_SYNCED(0, () -> new Unsynced("data")),

    /** I2: an append is acknowledged while its entry may be lost. */
    OPLOG_NOT_SYNCED(0, () -> new Unsynced("oplog")),

    /** I1: a checkpoint cuts the entries while the nodes may be lost. */
    TREE_NOT_SYNCED(2, () -> new Unsynced("tree")),

    /** I2: a checkpoint cuts the entries while it may be lost which blocks are there. */
    BITFIELD_NOT_SYNCED(2, () -> new Unsynced("bitfield")),

    /** I1: a header that did not fit its slot may be lost while the slot refers to it. */
    LARGE_HEADER_NOT_SYNCED(4, () -> new Unsynced("header")),

    /** I2: the oplog and the tree are cut while the header that makes their ends invalid may be lost. */
    SLOT_NOT_SYNCED(2, SlotNotSynced::new),

    /** I2: a power cut between the two leaves an entry without the bytes of its blocks. */
    ENTRY_BEFORE_DATA(0, () -> new WrongOrder("data", false)),

    /** I1: a power cut between the two leaves a header without its roots. */
    HEADER_BEFORE_NODES(2, () -> new WrongOrder("tree", true)),

    /** I3: an entry of which a part is missing counts. */
    CHECKSUM_IGNORED(4, ChecksumIgnored::new),

    /** I2: an append is acknowledged before it is even written. */
    EARLY_ANSWER(0, () -> new Storage(real -> BuggyStorage.cores(real, EarlyAnswer::of))),

    /** I2: an append that was to be durable is acknowledged when only the system has it. */
    ALL_BUFFERED(
            1,
            () -> new Storage(real -> BuggyStorage.committing(
                    real, (core, commit, durability) -> core.commit(commit, Durability.BUFFERED)))),

    /** I6: a core is acknowledged while its name in the folder may be lost. */
    FOLDER_NOT_SYNCED(0, FolderNotSynced::new),

    /** I6: an identity is acknowledged that may be lost, or be zeros. */
    KEY_IN_PLACE(0, KeyInPlace::new),

    /** I9: what a failed sync was to make durable is acknowledged. */
    FAILED_SYNC_SWALLOWED(0, FailedSyncSwallowed::new),

    /** I3: entries that a header made invalid are valid again two headers later. */
    TAIL_NOT_CUT(4, TailNotCut::new),

    /** I2: a power cut during a compaction leaves neither the old bytes nor the new ones. */
    COMPACTED_IN_PLACE(3, CompactedInPlace::new),

    /** I5: a core that was deleted comes back empty and writable: it would sign a second history. */
    NO_TOMBSTONE(
            6,
            () -> new Storage(real -> burying(real, (storage, tombstone) -> storage.remove(tombstone.discoveryKey())))),

    /** I5: a power cut between the two leaves no core, and nothing that says how far it had got. */
    TOMBSTONE_LAST(
            6,
            () -> new Storage(real -> burying(
                    real,
                    (storage, tombstone) ->
                            storage.remove(tombstone.discoveryKey()).then(storage.bury(tombstone))))),

    /** I5: a core that lost appends which were only buffered does not know, and signs others. */
    NO_MARK(
            5,
            () -> new Storage(real -> BuggyStorage.committing(
                    real, (core, commit, durability) -> core.commit(unmarked(commit), durability)))),

    /** I5: the mark of buffered appends may be lost together with them. */
    MARK_NOT_SYNCED(
            5,
            () -> new Storage(real -> BuggyStorage.committing(
                    real,
                    (core, commit, durability) ->
                            core.commit(commit, isMarked(commit) ? Durability.BUFFERED : durability)))),

    /** I3: the blocks of one batch are committed apart from the tree that leads to them. */
    BATCH_IN_TWO(
            0,
            () -> new Storage(real -> BuggyStorage.committing(
                    real,
                    (core, commit, durability) -> core.commit(withoutBits(commit), durability)
                            .then(core.commit(bitsOnly(commit), durability)))));

    final int workload;
    final Disks disks;

    /** @param workload of {@link Workloads#NAMED} that finds it */
    Planted(int workload, Supplier<Bug> bug) {
        this.workload = workload;
        this.disks = Bug.disks(bug);
    }

    private static boolean isMarked(CoreCommit commit) {
        ByteBuffer mark = commit.userData().get(UserData.UNSYNCED);
        return mark != null && mark.hasRemaining();
    }

    private static CoreCommit unmarked(CoreCommit commit) {
        Map<String, ByteBuffer> rest = new LinkedHashMap<>(commit.userData());
        rest.remove(UserData.UNSYNCED);
        CoreCommit.Builder builder = tree(commit);
        rest.forEach(builder::userData);
        return bits(builder, commit).build();
    }

    private static CoreCommit withoutBits(CoreCommit commit) {
        CoreCommit.Builder builder = tree(commit);
        commit.userData().forEach(builder::userData);
        return builder.build();
    }

    private static CoreCommit bitsOnly(CoreCommit commit) {
        return bits(CoreCommit.to(commit.head()), commit).build();
    }

    private static CoreCommit.Builder tree(CoreCommit commit) {
        return CoreCommit.to(commit.head())
                .ancestors(commit.ancestors())
                .manifest(commit.manifest())
                .nodes(commit.nodes())
                .blocks(commit.blocks());
    }

    private static CoreCommit.Builder bits(CoreCommit.Builder builder, CoreCommit commit) {
        commit.added().forEach(builder::add);
        commit.dropped().forEach(builder::drop);
        commit.freed().forEach(builder::free);
        return builder;
    }

    private static CoreStorage burying(CoreStorage real, Burial burial) {
        return BuggyStorage.proxy(
                CoreStorage.class,
                real,
                (method, arguments) ->
                        method.getName().equals("bury") ? burial.of(real, (Tombstone) arguments[0]) : null);
    }

    /** What is done where a core is to be deleted with a tombstone. */
    private interface Burial {
        Mono<Void> of(CoreStorage storage, Tombstone tombstone);
    }

    /** What a storage is changed to. */
    private interface Change {
        CoreStorage of(CoreStorage real);
    }

    private static final class Storage extends Bug {
        private final Change change;

        Storage(Change change) {
            this.change = change;
        }

        @Override
        CoreStorage storage(CoreStorage real) {
            return change.of(real);
        }
    }

    private static final class Unsynced extends Bug {
        private final String file;

        Unsynced(String file) {
            this.file = "/" + file;
        }

        @Override
        void sync(String name, RandomAccess real) throws IOException {
            if (!name.endsWith(file)) {
                real.sync();
            }
        }
    }

    private static final class SlotNotSynced extends Bug {
        private static final int ENTRIES = 8192;
        private final Map<String, Long> last = new HashMap<>();

        @Override
        synchronized void write(String name, RandomAccess file, long position, ByteBuffer source) throws IOException {
            last.put(name, position);
            file.write(position, source);
        }

        @Override
        synchronized void sync(String name, RandomAccess file) throws IOException {
            if (!name.endsWith("/oplog") || last.getOrDefault(name, (long) ENTRIES) >= ENTRIES) {
                file.sync();
            }
        }
    }

    private static final class ChecksumIgnored extends Bug {
        @Override
        void readUpTo(String name, RandomAccess file, long position, ByteBuffer target) throws IOException {
            int start = target.position();
            file.readUpTo(position, target);
            if (name.endsWith("/oplog") && position == 0) {
                Checksums.makeRight(target.array(), start, target.position());
            }
        }
    }

    private static final class FolderNotSynced extends Bug {
        @Override
        void put(Path folder, Volume real, String name, ByteBuffer content) throws IOException {
            Files.createDirectories(folder.resolve(name).getParent());
            real.replace(name, file -> file.write(0, content));
        }

        @Override
        void syncEntry(Volume real, String name) {}
    }

    private static final class KeyInPlace extends Bug {
        @Override
        void storeKey(Path folder, KeyPlace real, StoredKey key) throws IOException {
            Files.write(
                    folder.resolve(KeyPlace.NAME),
                    key.bytes(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            real.lock();
        }
    }

    private static final class FailedSyncSwallowed extends Bug {
        @Override
        void sync(String name, RandomAccess file) {
            try {
                file.sync();
            } catch (IOException nobodyNotices) {
                return;
            }
        }
    }

    private static final class TailNotCut extends Bug {
        @Override
        void truncate(String name, RandomAccess file, long size) throws IOException {
            if (!name.endsWith("/oplog")) {
                file.truncate(size);
            }
        }
    }

    private static final class CompactedInPlace extends Bug {
        @Override
        boolean replace(Volume real, String name, Volume.Content content) throws IOException {
            if (!name.endsWith("/data")) {
                return real.replace(name, content);
            }
            MemoryFile compacted = new MemoryFile();
            content.writeTo(compacted);
            ByteBuffer bytes = ByteBuffer.allocate((int) compacted.size());
            compacted.readUpTo(0, bytes);
            try (RandomAccess file = real.open(name)) {
                file.truncate(0);
                file.write(0, bytes.flip());
                file.sync();
            }
            return true;
        }
    }
}
