package io.corestore.transport;

import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import java.nio.ByteBuffer;

/** What comes of the bytes that one end of a secure channel receives. */
sealed interface ChannelStep {
    /** Bytes to send before the handshake goes on. */
    record Reply(ByteBuffer bytes) implements ChannelStep {}

    /**
     * The handshake is done.
     *
     * @param bytes to send before anything else
     * @param link what both sides now know of the connection
     * @param output what seals the messages to send
     */
    record Connected(ByteBuffer bytes, PeerLink link, ChannelOutput output) implements ChannelStep {}

    /** Messages, which are decrypted and decoded while they are iterated over, once. */
    record Received(Iterable<Message> messages) implements ChannelStep {}
}
