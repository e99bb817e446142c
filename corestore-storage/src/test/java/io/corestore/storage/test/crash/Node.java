package io.corestore.storage.test.crash;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A file or folder of a {@link CrashFs} that is in use. */
abstract sealed class Node {
    private final int id;

    private Node(int id) {
        this.id = id;
    }

    final int id() {
        return id;
    }

    /** A file; whoever has it open goes on with it when its name is gone. */
    static final class File extends Node {
        final FileBytes bytes;

        @Nullable
        CrashChannel locker;

        File(int id, Content content) {
            super(id);
            this.bytes = new FileBytes(content);
        }
    }

    /** A folder. */
    static final class Folder extends Node {
        final SortedMap<String, Node> entries = new TreeMap<>();

        Folder(int id) {
            super(id);
        }
    }
}
