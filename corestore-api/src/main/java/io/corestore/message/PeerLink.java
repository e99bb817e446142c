package io.corestore.message;

import io.corestore.key.Hash;

/**
 * What one connection knows of itself once its handshake is done.
 *
 * @param initiator whether this side dialled
 * @param handshakeHash 64 bytes, equal on both sides and of no other connection; never changed
 * @param remoteKey the static public key of the other side, authenticated by the handshake
 * @param address where the other side is, for people to read
 */
public record PeerLink(boolean initiator, byte[] handshakeHash, Hash remoteKey, String address) {
    public PeerLink {
        if (handshakeHash.length != 64) {
            throw new IllegalArgumentException("expected a handshake hash of 64 bytes, got " + handshakeHash.length);
        }
        handshakeHash = handshakeHash.clone();
    }

    @Override
    public byte[] handshakeHash() {
        return handshakeHash.clone();
    }
}
