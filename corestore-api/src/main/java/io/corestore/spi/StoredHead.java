package io.corestore.spi;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import java.nio.ByteBuffer;
import java.util.Map;

/** What is stored of a core, without its blocks. */
public record StoredHead(
        CoreKey key, DiscoveryKey discoveryKey, long length, long fork, Map<String, ByteBuffer> userData) {
    public StoredHead {
        userData = Map.copyOf(userData);
    }
}
