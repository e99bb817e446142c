package io.corestore.storage.test.crash;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** What {@link java.nio.file.Files} does to a {@link CrashFs}. It is not registered: file systems are made directly. */
final class CrashProvider extends FileSystemProvider {
    @Override
    public String getScheme() {
        return "crash";
    }

    @Override
    public CrashChannel newAsynchronousFileChannel(
            Path path,
            Set<? extends OpenOption> options,
            @Nullable ExecutorService executor,
            FileAttribute<?>... attributes)
            throws IOException {
        return open(of(path), options);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return new CrashByteChannel(open(of(path), options));
    }

    private static CrashChannel open(CrashPath path, Set<? extends OpenOption> options) throws IOException {
        Tree tree = path.getFileSystem().tree();
        boolean writes = options.contains(WRITE);
        Node node = tree.find(path);
        if (node != null && writes && options.contains(CREATE_NEW)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        if (node instanceof Node.Folder && writes) {
            throw new FileSystemException(path.toString(), null, "Is a directory");
        }
        boolean creates = writes && (options.contains(CREATE) || options.contains(CREATE_NEW));
        Node opened = node == null && creates
                ? tree.create(path)
                : tree.open(path, writes && options.contains(TRUNCATE_EXISTING));
        return new CrashChannel(tree, opened, path.toString(), !writes || options.contains(READ), writes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> entries = new ArrayList<>();
        for (String name : tree(path).list(of(path))) {
            Path entry = path.resolve(name);
            if (filter.accept(entry)) {
                entries.add(entry);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return entries.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        tree(path).makeFolder(of(path));
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        tree(link).link(of(link), of(existing));
    }

    @Override
    public void delete(Path path) throws IOException {
        tree(path).delete(of(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        List<CopyOption> given = Arrays.asList(options);
        boolean replaces =
                given.contains(StandardCopyOption.ATOMIC_MOVE) || given.contains(StandardCopyOption.REPLACE_EXISTING);
        if (!replaces && tree(target).find(of(target)) != null) {
            throw new FileAlreadyExistsException(target.toString());
        }
        tree(source).rename(of(source), of(target));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return path.equals(other)
                || other instanceof CrashPath same
                        && of(path).getFileSystem() == same.getFileSystem()
                        && tree(path).get(of(path)) == tree(other).get(same);
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public FileStore getFileStore(Path path) {
        return new CrashStore(tree(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        tree(path).get(of(path));
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        if (type != BasicFileAttributes.class) {
            throw new UnsupportedOperationException(type.getName());
        }
        Tree tree = tree(path);
        Node node = tree.get(of(path));
        long size = node instanceof Node.File file ? tree.size(file) : 0;
        return type.cast(new CrashAttributes(node instanceof Node.Folder, size, node.id()));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return type == BasicFileAttributeView.class ? type.cast(new View(path)) : null;
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    private static CrashPath of(Path path) {
        return ((CrashPath) path).toAbsolutePath();
    }

    private static Tree tree(Path path) {
        return of(path).getFileSystem().tree();
    }

    private record View(Path path) implements BasicFileAttributeView {
        @Override
        public String name() {
            return "basic";
        }

        @Override
        public BasicFileAttributes readAttributes() throws IOException {
            return java.nio.file.Files.readAttributes(path, BasicFileAttributes.class);
        }

        @Override
        public void setTimes(FileTime modified, FileTime accessed, FileTime created) {}
    }
}
