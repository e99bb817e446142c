package io.corestore.storage.test.crash;

/** One change of a {@link CrashFs}, in the order in which they were made. */
public sealed interface Operation {
    /** The file or folder that has to be forced to make this durable. */
    int inode();

    /** What the file or the entry was called then. */
    String path();

    /** A change of what a folder holds. */
    sealed interface OfEntry extends Operation {
        /** The name that is changed. */
        String name();
    }

    /** A change of a file's bytes. */
    sealed interface OfFile extends Operation {}

    /** Bytes were written. */
    record Written(int inode, String path, long position, byte[] bytes) implements OfFile {
        /** Where they end. */
        public long end() {
            return position + bytes.length;
        }

        @Override
        public String toString() {
            return "write " + path + " [" + position + ", " + end() + ")";
        }
    }

    /** The size was made smaller. */
    record Truncated(int inode, String path, long size) implements OfFile {
        @Override
        public String toString() {
            return "truncate " + path + " to " + size;
        }
    }

    /** A file or folder was forced: what was changed before is durable. */
    record Forced(int inode, String path) implements Operation {
        @Override
        public String toString() {
            return "force " + path;
        }
    }

    /** Forcing failed: what was changed before may be lost even if forcing works later. */
    record ForceFailed(int inode, String path) implements Operation {
        @Override
        public String toString() {
            return "failed force " + path;
        }
    }

    /** A file was made, empty. */
    record Created(int inode, String path, String name, int child) implements OfEntry {
        @Override
        public String toString() {
            return "create " + path;
        }
    }

    /** A folder was made. */
    record MadeFolder(int inode, String path, String name, int child) implements OfEntry {
        @Override
        public String toString() {
            return "mkdir " + path;
        }
    }

    /** A file got another name. */
    record Linked(int inode, String path, String name, int child) implements OfEntry {
        @Override
        public String toString() {
            return "link " + path;
        }
    }

    /** An entry took another name in its folder, and the place of what was called so. */
    record Renamed(int inode, String path, String name, String to, int child) implements OfEntry {
        @Override
        public String toString() {
            return "rename " + path + " to " + to;
        }
    }

    /** A file's name was removed. */
    record Unlinked(int inode, String path, String name) implements OfEntry {
        @Override
        public String toString() {
            return "unlink " + path;
        }
    }

    /** An empty folder was removed. */
    record RemovedFolder(int inode, String path, String name) implements OfEntry {
        @Override
        public String toString() {
            return "rmdir " + path;
        }
    }
}
