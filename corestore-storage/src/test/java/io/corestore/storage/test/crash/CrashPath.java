package io.corestore.storage.test.crash;

import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of a {@link CrashFs}; the empty path is the root, to which all others are relative. */
final class CrashPath implements Path {
    private final CrashFileSystem system;
    private final boolean absolute;
    private final List<String> parts;

    CrashPath(CrashFileSystem system, boolean absolute, List<String> parts) {
        this.system = system;
        this.absolute = absolute;
        this.parts = parts;
    }

    List<String> parts() {
        return parts;
    }

    /** The last part. */
    String name() {
        return parts.get(parts.size() - 1);
    }

    @Override
    public CrashFileSystem getFileSystem() {
        return system;
    }

    @Override
    public boolean isAbsolute() {
        return absolute;
    }

    @Override
    public @Nullable CrashPath getRoot() {
        return absolute ? new CrashPath(system, true, List.of()) : null;
    }

    @Override
    public @Nullable CrashPath getFileName() {
        return parts.isEmpty() ? null : new CrashPath(system, false, List.of(name()));
    }

    @Override
    public @Nullable CrashPath getParent() {
        boolean none = parts.isEmpty() || !absolute && parts.size() == 1;
        return none ? null : new CrashPath(system, absolute, parts.subList(0, parts.size() - 1));
    }

    @Override
    public int getNameCount() {
        return parts.size();
    }

    @Override
    public CrashPath getName(int index) {
        return subpath(index, index + 1);
    }

    @Override
    public CrashPath subpath(int from, int to) {
        return new CrashPath(system, false, parts.subList(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return other instanceof CrashPath path
                && path.system == system
                && path.absolute == absolute
                && path.parts.size() <= parts.size()
                && parts.subList(0, path.parts.size()).equals(path.parts);
    }

    @Override
    public boolean endsWith(Path other) {
        return other instanceof CrashPath path
                && path.system == system
                && (path.absolute ? equals(path) : tail(path.parts.size()).equals(path.parts));
    }

    private List<String> tail(int count) {
        return parts.subList(Math.max(0, parts.size() - count), parts.size());
    }

    @Override
    public CrashPath normalize() {
        List<String> kept = new ArrayList<>();
        for (String part : parts) {
            if (part.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            } else if (!part.equals(".") && !part.equals("..")) {
                kept.add(part);
            }
        }
        return new CrashPath(system, absolute, kept);
    }

    @Override
    public CrashPath resolve(Path other) {
        CrashPath path = (CrashPath) other;
        if (path.absolute) {
            return path;
        }
        List<String> all = new ArrayList<>(parts);
        all.addAll(path.parts);
        return new CrashPath(system, absolute, all);
    }

    @Override
    public CrashPath relativize(Path other) {
        if (!other.startsWith(this)) {
            throw new IllegalArgumentException(other + " is not below " + this);
        }
        List<String> all = ((CrashPath) other).parts;
        return new CrashPath(system, false, all.subList(parts.size(), all.size()));
    }

    @Override
    public URI toUri() {
        return URI.create(system.provider().getScheme() + "://" + toAbsolutePath());
    }

    @Override
    public CrashPath toAbsolutePath() {
        return absolute ? this : new CrashPath(system, true, parts);
    }

    @Override
    public CrashPath toRealPath(LinkOption... options) throws java.io.IOException {
        CrashPath real = toAbsolutePath().normalize();
        system.tree().get(real);
        return real;
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CrashPath path
                && path.system == system
                && path.absolute == absolute
                && path.parts.equals(parts);
    }

    @Override
    public int hashCode() {
        return 31 * parts.hashCode() + System.identityHashCode(system);
    }

    @Override
    public String toString() {
        return (absolute ? "/" : "") + String.join("/", parts);
    }
}
