package io.corestore.crypto;

import io.corestore.key.Hash;

/** The ids that begin the headers of a secret stream, one for each role (spec page 04, section 2). */
public final class SecretStreamId {
    private static final byte[] INITIATOR = Hash.fromHex(
                    "a931a0155b5c09e6d28628236af83c4b8a6af9af60986edeede9dc5d63192bf7")
            .toBytes();
    private static final byte[] RESPONDER = Hash.fromHex(
                    "742c9d833d430af4c48a8705e91631eecf295442bbca18996e597097723b1061")
            .toBytes();

    private SecretStreamId() {}

    /** The id that the initiator, or else the responder, of the connection with this handshake hash sends. */
    public static Hash of(byte[] handshakeHash, boolean initiator) {
        return Blake2b.keyed(handshakeHash, initiator ? INITIATOR : RESPONDER);
    }
}
