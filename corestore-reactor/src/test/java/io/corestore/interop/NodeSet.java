package io.corestore.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The pinned generations of Node peers; each has a folder with a package.json and a lock file. */
public enum NodeSet {
    /** corestore 6.18.4 with hypercore 10.38.2. */
    V6,
    /** corestore 7.12.5 with hypercore 11.37.1. */
    V7,
    /** corestore 7.9.2 with hypercore 11.30.0, which takes over a folder of corestore 6. */
    TAKEOVER;

    private static final int INSTALL_MINUTES = 5;
    private static final Path PEERS = Path.of("corestore-reactor", "src", "test", "node");

    private static final Set<NodeSet> INSTALLED = EnumSet.noneOf(NodeSet.class);

    /** The name of the set's folder. */
    String folderName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The folder of all sets and of {@code peer.js}, looked for from the working directory upwards. */
    static Path peers() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(PEERS))) {
                return at.resolve(PEERS);
            }
        }
        throw new IllegalStateException(
                "no folder " + PEERS + " above " + Path.of("").toAbsolutePath());
    }

    /**
     * Runs {@code npm ci} unless the modules are there and not older than the lock file.
     *
     * @throws IllegalStateException if npm fails
     */
    void install() {
        synchronized (INSTALLED) {
            if (!INSTALLED.contains(this)) {
                installOnce();
                INSTALLED.add(this);
            }
        }
    }

    private void installOnce() {
        Path folder = peers().resolve(folderName());
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && isStale(folder)) {
                npmCi(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path lockFile() throws IOException {
        Path target = Files.createDirectories(peers().resolve("../../../target").normalize());
        return target.resolve("npm-" + folderName() + ".lock");
    }

    private static boolean isStale(Path folder) throws IOException {
        Path marker = folder.resolve("node_modules/.package-lock.json");
        return !Files.exists(marker)
                || Files.getLastModifiedTime(marker)
                                .compareTo(Files.getLastModifiedTime(folder.resolve("package-lock.json")))
                        < 0;
    }

    private static void npmCi(Path folder) throws IOException {
        Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(folder.resolve("../../../../target/npm-ci.log")
                        .normalize()
                        .toFile()))
                .start();
        try {
            if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                throw new IllegalStateException("npm ci did not end in " + INSTALL_MINUTES + " minutes in " + folder);
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during npm ci", e);
        }
        if (npm.exitValue() != 0) {
            String log = Files.readString(folder.resolve("../../../../target/npm-ci.log"));
            throw new IllegalStateException("npm ci failed in " + folder + ":\n" + log);
        }
    }
}
