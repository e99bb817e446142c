package io.corestore.spi;

import io.corestore.key.DiscoveryKey;

/**
 * How far a core had got when it was deleted: whoever writes it again without these blocks signs a second history.
 *
 * @param length in blocks
 */
public record Tombstone(DiscoveryKey discoveryKey, long fork, long length) {}
