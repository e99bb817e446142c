package io.corestore.storage.test.crash;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What {@link java.nio.file.Files} finds of a {@link CrashFs}. */
final class CrashFileSystem extends FileSystem {
    private final Tree tree;
    private final CrashProvider provider = new CrashProvider();

    CrashFileSystem(Tree tree) {
        this.tree = tree;
    }

    Tree tree() {
        return tree;
    }

    @Override
    public CrashProvider provider() {
        return provider;
    }

    @Override
    public CrashPath getPath(String first, String... more) {
        String whole = more.length == 0 ? first : first + "/" + String.join("/", more);
        List<String> parts =
                Arrays.stream(whole.split("/")).filter(part -> !part.isEmpty()).toList();
        return new CrashPath(this, whole.startsWith("/"), parts);
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        if (!pattern.startsWith("glob:")) {
            throw new UnsupportedOperationException(pattern);
        }
        String glob = pattern.substring("glob:".length());
        return path -> matches(glob, path.toString());
    }

    /** Of the pattern's signs there is only the star. */
    private static boolean matches(String glob, String name) {
        int star = glob.indexOf('*');
        if (star < 0) {
            return glob.equals(name);
        }
        String rest = glob.substring(star + 1);
        return name.startsWith(glob.substring(0, star))
                && IntStream.rangeClosed(star, name.length()).anyMatch(from -> matches(rest, name.substring(from)));
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return List.of(getPath("/"));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return List.of(new CrashStore(tree));
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public String getSeparator() {
        return "/";
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        throw new UnsupportedOperationException();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
