package io.corestore.replication;

import io.corestore.key.Hash;
import java.nio.ByteBuffer;

/** Takes the extension messages of one name that peers send beside a core. */
public interface ExtensionHandler {
    String name();

    /**
     * One message, in the order of its peer; one call at a time. Must not block or throw.
     *
     * @param from the public key of the peer
     * @param message read-only
     */
    void received(Hash from, ByteBuffer message);
}
