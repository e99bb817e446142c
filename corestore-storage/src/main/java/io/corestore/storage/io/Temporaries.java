package io.corestore.storage.io;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Files, and folders of files, that are to take the place of others in the same folder, or came out of it. */
final class Temporaries {
    private Temporaries() {}

    /** A name that nobody else uses. */
    static Path of(Path folder, String name) {
        return folder.resolve(name + "." + UUID.randomUUID() + DiskVolume.TEMPORARY);
    }

    /**
     * Removes those that were replaced, or that a process left when it died. The renames that made them what they are become
     * durable before: else a power cut might bring back an old name for a folder that is empty by now.
     */
    static void removeAll(Path folder, String name) throws IOException {
        List<Path> stale = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name + ".*" + DiskVolume.TEMPORARY)) {
            found.forEach(stale::add);
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        if (stale.isEmpty()) {
            return;
        }
        DiskVolume.syncFolder(folder);
        for (Path left : stale) {
            remove(left);
        }
    }

    /** Removes a file, or a folder and the files in it; nothing happens if it is not there. */
    static void remove(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(entry)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(entry);
    }
}
