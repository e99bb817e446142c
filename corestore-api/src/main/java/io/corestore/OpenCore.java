package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;

/**
 * A core that is in memory.
 *
 * @param length in blocks
 * @param held whether a session of a user holds it; else peers do, or it is kept for them
 */
public record OpenCore(CoreKey key, DiscoveryKey discoveryKey, long length, long fork, boolean held) {}
