package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A core at one moment.
 *
 * @param length in blocks
 * @param byteLength of all blocks, stored here or not
 * @param fork how often the core was truncated
 * @param contiguousLength the first block that is not stored here
 * @param writable whether the session asked can append
 * @param treeHash the hash over the roots of the tree, which the owner signs
 * @param conflict that the owner signed two histories, kept with the core until it is purged; null if that is not known
 */
public record CoreInfo(
        CoreKey key,
        DiscoveryKey discoveryKey,
        long length,
        long byteLength,
        long fork,
        long contiguousLength,
        boolean writable,
        Hash treeHash,
        @Nullable ConflictEvidence conflict) {}
