package io.corestore.spi;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A core to be made; all of it is in the first header. Its manifest, where it is known, is one that a core can be made
 * of: see {@link Manifest#requireCreatable}.
 *
 * @param keyPair with its secret half where it is known
 * @param userData initial user data, see {@link UserData}
 */
public record CoreSeed(
        CoreKey key,
        DiscoveryKey discoveryKey,
        @Nullable Manifest manifest,
        @Nullable KeyPair keyPair,
        Map<String, ByteBuffer> userData) {
    public CoreSeed {
        userData = Map.copyOf(userData);
        if (manifest != null) {
            Manifest.requireCreatable(manifest);
        }
    }
}
