package io.corestore;

import io.corestore.key.Hash;

/**
 * A peer that shares a core.
 *
 * @param remoteKey its public key
 * @param length the blocks it says it has a tree of
 * @param fork the fork it says it is on
 * @param lag how many blocks its tree is shorter than ours was when it was asked; 0 if it is as long, or longer
 * @param contiguousLength the first block that it does not have, as far as it said
 * @param uploading whether it gives blocks
 * @param downloading whether it wants blocks
 */
public record PeerInfo(
        Hash remoteKey,
        long length,
        long fork,
        long lag,
        long contiguousLength,
        boolean uploading,
        boolean downloading) {}
