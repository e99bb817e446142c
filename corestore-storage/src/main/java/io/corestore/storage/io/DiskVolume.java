package io.corestore.storage.io;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files below a folder. New files and folders are for their owner only, since headers hold secret keys. */
public final class DiskVolume implements Volume {
    /** What a file that is not whole yet has behind its name. */
    static final String TEMPORARY = ".tmp";

    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");
    private final Path root;
    private final boolean readOnly;
    private final DurableFolders folders;

    private DiskVolume(Path root, boolean readOnly) {
        this.root = root;
        this.readOnly = readOnly;
        this.folders = new DurableFolders(root);
    }

    /** The files below {@code root}; with {@code readOnly} they are opened for reading only. */
    public static DiskVolume at(Path root, boolean readOnly) {
        return new DiskVolume(root, readOnly);
    }

    @Override
    public RandomAccess open(String name) throws IOException {
        return AsyncFile.open(path(name), readOnly ? Set.of(READ) : Set.of(READ, WRITE));
    }

    @Override
    public RandomAccess create(String name) throws IOException {
        createFolders(folderOf(path(name)));
        return openForOwner(path(name), READ, WRITE, CREATE);
    }

    @Override
    public void put(String name, ByteBuffer content) throws IOException {
        folders.settle(folderOf(path(name)));
        replace(name, file -> file.write(0, content));
        syncEntry(name);
    }

    @Override
    public boolean replace(String name, Content content) throws IOException {
        Path path = path(name);
        Path temporary = temporary(path);
        boolean written = false;
        try (AsyncFile file = openForOwner(temporary, READ, WRITE, CREATE, TRUNCATE_EXISTING)) {
            content.writeTo(file);
            file.sync();
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(temporary);
            }
        }
        move(temporary, path);
        return true;
    }

    @Override
    public void tidy(String name) throws IOException {
        Files.deleteIfExists(temporary(path(name)));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path(name));
        tidy(name);
    }

    @Override
    public void prune(String folder) throws IOException {
        Path path = path(folder);
        while (!path.equals(root) && path.startsWith(root)) {
            folders.forget(path);
            try {
                Files.deleteIfExists(path);
            } catch (DirectoryNotEmptyException stillUsed) {
                break;
            }
            path = folderOf(path);
        }
        if (Files.isDirectory(path)) {
            syncFolder(path);
        }
    }

    @Override
    public List<String> list(String folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(folder))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        } catch (java.nio.file.DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return names;
    }

    @Override
    public void syncEntry(String name) throws IOException {
        Path folder = folderOf(path(name));
        if (Files.isDirectory(folder)) {
            folders.settle(folder);
        }
        syncFolder(folder);
    }

    @Override
    public long usableSpace() throws IOException {
        return Files.getFileStore(root).getUsableSpace();
    }

    @Override
    public String systemRun() {
        return root.getFileSystem().equals(FileSystems.getDefault()) ? SystemRun.current() : SystemRun.unknown();
    }

    /** Makes the missing folders of a path, durably, for their owner only. */
    static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            if (!Files.isDirectory(folder)) {
                throw madeMeanwhile;
            }
        }
        if (parent != null) {
            syncFolder(parent);
        }
    }

    /** Opens a file that only its owner may read or write if this makes it. */
    static AsyncFile openForOwner(Path path, OpenOption... options) throws IOException {
        return AsyncFile.open(path, Set.of(options), ownerOnly(path, "rw-------"));
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }

    static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException plain) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the entries of a folder durable; Windows does so by itself and cannot open folders. */
    static void syncFolder(Path folder) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (AsyncFile entries = AsyncFile.open(folder, Set.of(READ))) {
            entries.sync();
        }
    }

    private static Path temporary(Path path) {
        return path.resolveSibling(path.getFileName() + TEMPORARY);
    }

    private Path folderOf(Path path) {
        Path folder = path.getParent();
        return folder == null ? root : folder;
    }

    private Path path(String name) {
        return root.resolve(name);
    }
}
