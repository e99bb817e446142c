package io.corestore.interop;

/** A core as a Node peer sees it; keys and hashes in hex. */
public record NodeInfo(
        String key,
        String discoveryKey,
        long length,
        long byteLength,
        long fork,
        long contiguousLength,
        boolean writable,
        String treeHash,
        int peers) {}
