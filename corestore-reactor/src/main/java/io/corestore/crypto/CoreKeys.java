package io.corestore.crypto;

import io.corestore.encoding.ManifestCodec;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import java.nio.charset.StandardCharsets;

/** What follows from the key of a core, and how it follows from a manifest. All methods may be called by any thread. */
public final class CoreKeys {
    private static final byte[] HYPERCORE = "hypercore".getBytes(StandardCharsets.US_ASCII);

    private CoreKeys() {}

    /** The name under which a core is stored and asked for (spec page 02, section 1). */
    public static DiscoveryKey discoveryKey(CoreKey key) {
        return new DiscoveryKey(Blake2b.keyed(key.toBytes(), HYPERCORE));
    }

    /** The key of a core that is not compat: the hash of its manifest (spec page 11, section 3). */
    public static CoreKey keyOf(Manifest manifest) {
        return new CoreKey(Blake2b.hash(Namespaces.MANIFEST.toBytes(), ManifestCodec.encode(manifest)));
    }

    /** Whether a manifest is one of the core with this key: it hashes to the key or is compat for it. */
    public static boolean belongs(Manifest manifest, CoreKey key) {
        return manifest.isCompatFor(key) || keyOf(manifest).equals(key);
    }

    /**
     * What proves on one connection to know the key of a core (spec page 06).
     *
     * @param handshakeHash of the connection, 64 bytes
     * @param sentByInitiator whether the side that proves it opened the connection
     */
    public static Hash capability(CoreKey key, byte[] handshakeHash, boolean sentByInitiator) {
        Hash role = sentByInitiator ? Namespaces.REPLICATE_INITIATOR : Namespaces.REPLICATE_RESPONDER;
        return Blake2b.keyed(handshakeHash, role.toBytes(), key.toBytes());
    }
}
