package io.corestore.crypto;

import io.corestore.key.Hash;

/**
 * What a finished handshake leaves behind.
 *
 * @param sendKey 32 bytes, the receive key of the other side
 * @param receiveKey 32 bytes
 * @param handshakeHash 64 bytes, equal on both sides and of no other connection
 * @param remoteKey the static public key that the other side proved to own
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record NoiseSession(byte[] sendKey, byte[] receiveKey, byte[] handshakeHash, Hash remoteKey) {
    @Override
    public String toString() {
        return "NoiseSession[" + remoteKey + "]";
    }
}
