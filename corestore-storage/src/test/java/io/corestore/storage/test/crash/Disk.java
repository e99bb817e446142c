package io.corestore.storage.test.crash;

import io.corestore.storage.test.crash.Operation.Created;
import io.corestore.storage.test.crash.Operation.ForceFailed;
import io.corestore.storage.test.crash.Operation.Forced;
import io.corestore.storage.test.crash.Operation.MadeFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is durable after some operations, and which of them are not. */
final class Disk {
    private final Map<Integer, Inode> inodes = new HashMap<>();
    private int applied;

    private Disk() {}

    /** A disk on which all of this is durable. */
    static Disk of(Snapshot snapshot) {
        Disk disk = new Disk();
        snapshot.files().forEach((id, content) -> disk.inodes.put(id, new FileInode(content)));
        snapshot.folders().forEach((id, entries) -> disk.inodes.put(id, new FolderInode(entries)));
        return disk;
    }

    /** The same, from now on apart. */
    Disk copy() {
        Disk copy = new Disk();
        inodes.forEach((id, inode) -> copy.inodes.put(id, inode.copy()));
        copy.applied = applied;
        return copy;
    }

    /** How many operations there were. */
    int applied() {
        return applied;
    }

    void apply(Operation operation) {
        if (operation instanceof Created created) {
            inodes.put(created.child(), new FileInode(Content.EMPTY));
        } else if (operation instanceof MadeFolder made) {
            inodes.put(made.child(), new FolderInode(new TreeMap<>()));
        }
        Inode inode = inodes.get(operation.inode());
        if (operation instanceof Forced) {
            inode.force();
        } else if (operation instanceof ForceFailed) {
            inode.changes.forEach(change -> change.doubtful |= !change.durable);
        } else {
            inode.changes.add(new Change(operation, applied));
        }
        applied++;
    }

    /** What is not durable, in order; each gets the number of its place in this list. */
    List<Operation> pending() {
        List<Change> pending = new ArrayList<>();
        for (Inode inode : inodes.values()) {
            inode.changes.stream().filter(change -> !change.durable).forEach(pending::add);
        }
        pending.sort((a, b) -> Integer.compare(a.moment, b.moment));
        List<Operation> operations = new ArrayList<>(pending.size());
        for (Change change : pending) {
            change.number = operations.size();
            operations.add(change.operation);
        }
        return operations;
    }

    /** What is there if this becomes of what is {@link #pending}. */
    Snapshot after(Fate[] fates) {
        Snapshot snapshot = new Snapshot(new HashMap<>(), new HashMap<>());
        collect(Snapshot.ROOT, fates, snapshot);
        return snapshot;
    }

    private void collect(int id, Fate[] fates, Snapshot into) {
        Inode inode = inodes.get(id);
        if (inode instanceof FileInode file) {
            into.files().computeIfAbsent(id, first -> file.after(fates));
        } else if (inode instanceof FolderInode folder) {
            SortedMap<String, Integer> entries = folder.after(fates);
            into.folders().put(id, entries);
            entries.values().forEach(child -> collect(child, fates, into));
        }
    }

    private static final class Change {
        final Operation operation;
        final int moment;
        boolean durable;
        boolean doubtful;
        int number;

        Change(Operation operation, int moment) {
            this.operation = operation;
            this.moment = moment;
        }

        Change copy() {
            Change copy = new Change(operation, moment);
            copy.durable = durable;
            copy.doubtful = doubtful;
            return copy;
        }

        Fate fate(Fate[] fates) {
            return durable ? Fate.KEPT : fates[number];
        }
    }

    /** A file or folder: what is durable of it, and the changes since, in order. */
    private abstract static sealed class Inode {
        final List<Change> changes = new ArrayList<>();

        /** Changes before a failed force stay as they are, and those after them are applied behind them. */
        final void force() {
            int settled = 0;
            for (Change change : changes) {
                change.durable |= !change.doubtful;
                if (change.durable && changes.get(settled) == change) {
                    settled++;
                }
            }
            settle(changes.subList(0, settled));
            changes.subList(0, settled).clear();
        }

        abstract void settle(List<Change> first);

        abstract Inode copy();

        final <T extends Inode> T with(T copy) {
            changes.forEach(change -> copy.changes.add(change.copy()));
            return copy;
        }
    }

    private static final class FileInode extends Inode {
        private Content content;

        FileInode(Content content) {
            this.content = content;
        }

        @Override
        void settle(List<Change> first) {
            content = applied(first, new Fate[0]);
        }

        Content after(Fate[] fates) {
            return applied(changes, fates);
        }

        private Content applied(List<Change> list, Fate[] fates) {
            if (list.stream().allMatch(change -> change.fate(fates).isLost())) {
                return content;
            }
            FileBytes bytes = new FileBytes(content);
            for (Change change : list) {
                Fate fate = change.fate(fates);
                if (fate.isLost()) {
                    continue;
                }
                if (change.operation instanceof Operation.Written write) {
                    fate.apply(write, bytes);
                } else if (change.operation instanceof Operation.Truncated cut) {
                    bytes.truncate(cut.size());
                }
            }
            return bytes.freeze();
        }

        @Override
        Inode copy() {
            return with(new FileInode(content));
        }
    }

    private static final class FolderInode extends Inode {
        private SortedMap<String, Integer> entries;

        FolderInode(SortedMap<String, Integer> entries) {
            this.entries = entries;
        }

        @Override
        void settle(List<Change> first) {
            entries = applied(first, new Fate[0]);
        }

        SortedMap<String, Integer> after(Fate[] fates) {
            return applied(changes, fates);
        }

        private SortedMap<String, Integer> applied(List<Change> list, Fate[] fates) {
            SortedMap<String, Integer> result = new TreeMap<>(entries);
            for (Change change : list) {
                if (!change.fate(fates).isLost()) {
                    apply((Operation.OfEntry) change.operation, result);
                }
            }
            return result;
        }

        private static void apply(Operation.OfEntry operation, SortedMap<String, Integer> entries) {
            if (operation instanceof Created created) {
                entries.put(created.name(), created.child());
            } else if (operation instanceof MadeFolder made) {
                entries.put(made.name(), made.child());
            } else if (operation instanceof Operation.Linked linked) {
                entries.put(linked.name(), linked.child());
            } else if (operation instanceof Operation.Renamed renamed) {
                entries.remove(renamed.name(), renamed.child());
                entries.put(renamed.to(), renamed.child());
            } else {
                entries.remove(operation.name());
            }
        }

        @Override
        Inode copy() {
            return with(new FolderInode(entries));
        }
    }
}
