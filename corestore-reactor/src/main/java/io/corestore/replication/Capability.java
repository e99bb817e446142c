package io.corestore.replication;

import io.corestore.core.Log;
import io.corestore.crypto.CoreKeys;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;

/** The proof, bound to one connection, that whoever opens a channel knows the core's key (spec page 06, section 2). */
final class Capability {
    private Capability() {}

    /** Our open of a core. */
    static Message.Open open(int localId, Log log, PeerLink link) {
        Hash ours = CoreKeys.capability(log.key(), link.handshakeHash(), link.initiator());
        return new Message.Open(localId, log.discoveryKey(), true, ours);
    }

    /** Whether the peer knows the key of a core that it opens. */
    static boolean isProven(Message.Open open, Log log, PeerLink link) {
        return open.capability().equals(CoreKeys.capability(log.key(), link.handshakeHash(), !link.initiator()));
    }
}
