package io.corestore.storage.test.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A file system in memory that remembers each change of it, so that a test can make what a power cut after any of them may
 * leave. Paths of it go to whatever takes a {@link Path}.
 *
 * <p>What a power cut may leave, as strictly as POSIX has it: of the writes and truncations of a file since it was forced,
 * each may be lost or there, whatever the order; of a write, any sectors of 512 bytes or pages of 4096 may be lost, and the
 * size may be there without the bytes, as zeros. Of the changes of a folder's entries since the folder was forced, each may
 * be lost or there; a rename is one change. A file whose entry is lost is gone, whatever of it was forced. What a failed
 * force was to make durable stays doubtful for ever. Moves to another folder are not modelled, and fail.
 *
 * <p>Safe for use by several threads. Locks exclude other channels of this file system.
 */
public final class CrashFs {
    private final Snapshot start;
    private final Tree tree;
    private final CrashFileSystem system;
    private Disk disk;

    CrashFs(Snapshot start) {
        this.start = start;
        this.tree = new Tree(start);
        this.system = new CrashFileSystem(tree);
        this.disk = Disk.of(start);
    }

    /** A file system with nothing in it but the root folder. */
    public static CrashFs create() {
        return new CrashFs(Snapshot.empty());
    }

    /** A path of this file system, such as {@code /store}. */
    public Path path(String absolute) {
        return system.getPath(absolute);
    }

    /** How many operations there were. */
    public int position() {
        return tree.position();
    }

    /** All operations so far, in order. */
    public List<Operation> operations() {
        return tree.operations();
    }

    /**
     * The images that a power cut after the first {@code position} operations may leave, {@code limit} of them at most,
     * always the same for the same random numbers. They are made when asked for. Ascending positions are cheaper.
     */
    public Images images(int position, Random random, int limit) {
        return new Images(diskAt(position), random, limit);
    }

    /** What is there if the process ends after so many operations, and the system goes on. */
    public CrashFs afterKill(int position) {
        return images(position, new Random(0), 1).iterator().next().open();
    }

    /** {@link #afterKill}, but of the next operation, a write, this many bytes were written. */
    public CrashFs afterKill(int position, int bytes) {
        Operation.Written write = (Operation.Written) operations().get(position);
        Disk torn = diskAt(position);
        torn.apply(new Operation.Written(
                write.inode(), write.path(), write.position(), java.util.Arrays.copyOf(write.bytes(), bytes)));
        return new Images(torn, new Random(0), 1).iterator().next().open();
    }

    /** What is there now, all of it durable and without operations; this goes on by itself. */
    public CrashFs copy() {
        return afterKill(position());
    }

    /** Writes the whole tree out into a folder, which is there. */
    public void copyTo(Path folder) {
        try {
            copy(path("/"), folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** From now on operations fail as these plans say, and as no earlier ones do; none ends all failures. */
    public void fail(FaultPlan... plans) {
        tree.fail(List.of(plans));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (java.nio.file.DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                Path target = to.resolve(entry.getFileName().toString());
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                    copy(entry, target);
                } else {
                    Files.write(target, Files.readAllBytes(entry));
                }
            }
        }
    }

    /** A disk of its own; the one kept is that of the highest position asked for last. */
    private synchronized Disk diskAt(int position) {
        List<Operation> all = operations();
        if (disk.applied() > position) {
            disk = Disk.of(start);
        }
        while (disk.applied() < position) {
            disk.apply(all.get(disk.applied()));
        }
        return disk.copy();
    }
}
