package io.corestore.storage.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders below one of which it is known that a power cut does not take them away. That a folder is there does not say
 * so: who made it may have been ended, or may have failed, before its entry was synced.
 */
final class DurableFolders {
    private static final int MOST_KNOWN = 10_000;
    private final Path root;
    private final Set<Path> known = ConcurrentHashMap.newKeySet();

    DurableFolders(Path root) {
        this.root = root;
    }

    /** Makes a folder and those between it and the root, where they are missing, and all of them durable. */
    void settle(Path folder) throws IOException {
        if (folder.equals(root) || known.contains(folder) && Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null && folder.startsWith(root)) {
            settle(parent);
        }
        if (!Files.isDirectory(folder)) {
            DiskVolume.createFolders(folder);
        } else if (parent != null) {
            DiskVolume.syncFolder(parent);
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.add(folder);
    }

    /** A folder may be about to go. */
    void forget(Path folder) {
        known.remove(folder);
    }
}
