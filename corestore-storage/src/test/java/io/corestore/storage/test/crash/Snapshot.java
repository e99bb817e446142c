package io.corestore.storage.test.crash;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A whole tree of files, never changed: the content of files and the entries of folders, by inode. */
record Snapshot(Map<Integer, Content> files, Map<Integer, SortedMap<String, Integer>> folders) {
    static final int ROOT = 0;

    static Snapshot empty() {
        Snapshot empty = new Snapshot(new HashMap<>(), new HashMap<>());
        empty.folders.put(ROOT, new TreeMap<>());
        return empty;
    }

    /** A hash of all names and contents. */
    long fingerprint() {
        return fingerprint(ROOT);
    }

    private long fingerprint(int inode) {
        SortedMap<String, Integer> entries = folders.get(inode);
        if (entries == null) {
            return mix(1, files.get(inode).hash());
        }
        long hash = 2;
        for (Map.Entry<String, Integer> entry : entries.entrySet()) {
            hash = mix(mix(hash, entry.getKey().hashCode()), fingerprint(entry.getValue()));
        }
        return mix(hash, 3);
    }

    static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return mixed ^ mixed >>> 29;
    }
}
