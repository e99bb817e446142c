package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What a store knows of a core without opening it.
 *
 * @param length in blocks
 * @param name where the core was made by name
 * @param namespace 32 bytes, where the core was made by name
 * @param group topic of the group that the core is tied to
 */
public record StoredCoreInfo(
        CoreKey key,
        DiscoveryKey discoveryKey,
        long length,
        long fork,
        @Nullable String name,
        @Nullable Hash namespace,
        @Nullable Hash group) {}
