package io.corestore.storage.io;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Files, and folders of files, that are to take the place of others in the same folder, or came out of it. */
final class Temporaries {
    private Temporaries() {}

    /** A name that nobody else uses. */
    static Path of(Path folder, String name) {
        return folder.resolve(name + "." + UUID.randomUUID() + DiskVolume.TEMPORARY);
    }

    /** Removes those of a process that died. */
    static void removeAll(Path folder, String name) throws IOException {
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(folder, name + ".*" + DiskVolume.TEMPORARY)) {
            for (Path left : stale) {
                remove(left);
            }
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
