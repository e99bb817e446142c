package io.corestore.storage.io;

import io.corestore.error.FolderNotEmptyException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A folder that is filled under a name beside its own, and renamed when it is complete. Every call blocks. */
public final class StagedFolder {
    private static final String MARK = ".incomplete-";
    private final Path target;
    private final Path folder;
    private boolean settled;

    private StagedFolder(Path target) {
        this.target = target;
        this.folder = target.resolveSibling(target.getFileName() + MARK + UUID.randomUUID());
    }

    /** @throws FolderNotEmptyException if the target is neither missing nor an empty folder */
    public static StagedFolder beside(Path target) throws IOException {
        Path whole = target.toAbsolutePath().normalize();
        if (whole.getFileName() == null || !isVacant(whole)) {
            throw notEmpty(whole, null);
        }
        return new StagedFolder(whole);
    }

    /** Where the files go; nobody has made it yet. */
    public Path folder() {
        return folder;
    }

    /**
     * Gives the folder its name, durably; its files are synced already, and closed.
     *
     * @throws FolderNotEmptyException if there is something of this name by now
     */
    public synchronized void publish() throws IOException {
        try {
            Files.deleteIfExists(target);
            DiskVolume.move(folder, target);
        } catch (DirectoryNotEmptyException filledMeanwhile) {
            throw notEmpty(target, filledMeanwhile);
        }
        settled = true;
        DiskVolume.syncFolder(target.resolveSibling("."));
    }

    /** Deletes the folder if it was not published. */
    public synchronized void discard() throws IOException {
        if (!settled && Files.isDirectory(folder)) {
            Files.walkFileTree(folder, new Deletion());
        }
        settled = true;
    }

    private static boolean isVacant(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return !Files.exists(path);
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            return !entries.iterator().hasNext();
        }
    }

    private static FolderNotEmptyException notEmpty(Path path, @Nullable IOException cause) {
        return new FolderNotEmptyException(path + " is not empty: name a folder that is not there yet", cause);
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
