package io.corestore.transport;

import io.corestore.crypto.NoiseSession;
import io.corestore.crypto.SecretStream;
import io.corestore.crypto.SecretStreamId;
import io.corestore.error.ProtocolException;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.wire.FrameDecoder;
import io.corestore.wire.WireLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a secure channel once the handshake is done: the header, then frames to messages (spec page 04,
 * sections 2 and 7). Bytes are decrypted and decoded no faster than messages are taken.
 *
 * <p>Not safe for use by several threads.
 */
final class ChannelInput {
    private static final int HEADER_FRAME = Hash.BYTES + SecretStream.HEADER_BYTES;

    private final FrameSplitter splitter;
    private final int maxFrame;
    private final FrameDecoder decoder;
    private final byte[] key;
    private final Hash expectedId;
    private @Nullable SecretStream stream;

    ChannelInput(FrameSplitter splitter, int maxFrame, boolean initiator, NoiseSession session, WireLimits limits) {
        this.splitter = splitter;
        this.maxFrame = maxFrame;
        this.decoder = new FrameDecoder(limits);
        this.key = session.receiveKey();
        this.expectedId = SecretStreamId.of(session.handshakeHash(), !initiator);
        splitter.limit(HEADER_FRAME);
    }

    /** The messages that a chunk completes; to be iterated over once, before the next chunk is given. */
    Iterable<Message> messages(ByteBuffer chunk) {
        return () -> {
            splitter.feed(chunk);
            return new Messages();
        };
    }

    /** The messages in what the handshake left of its last chunk. */
    Iterable<Message> messages() {
        return Messages::new;
    }

    private @Nullable Message next() {
        Message message = decoder.next();
        while (message == null) {
            byte[] frame = splitter.next();
            if (frame == null) {
                return null;
            }
            open(frame);
            message = decoder.next();
        }
        return message;
    }

    private void open(byte[] frame) {
        if (stream == null) {
            stream = begin(frame);
        } else {
            stream.pull(frame, 0, frame.length);
            decoder.frame(frame, 1, frame.length - SecretStream.OVERHEAD + 1);
        }
    }

    private SecretStream begin(byte[] frame) {
        if (frame.length != HEADER_FRAME) {
            throw new ProtocolException("Invalid header message received");
        }
        if (!Hash.of(frame, 0).equals(expectedId)) {
            throw new ProtocolException("Invalid header received");
        }
        splitter.limit(maxFrame);
        return SecretStream.of(key, Arrays.copyOfRange(frame, Hash.BYTES, HEADER_FRAME));
    }

    /** Looks one message ahead, only when asked whether there is one. */
    private final class Messages implements Iterator<Message> {
        private @Nullable Message ahead;

        @Override
        public boolean hasNext() {
            if (ahead == null) {
                ahead = ChannelInput.this.next();
            }
            return ahead != null;
        }

        @Override
        public Message next() {
            if (!hasNext() || ahead == null) {
                throw new NoSuchElementException();
            }
            Message message = ahead;
            ahead = null;
            return message;
        }
    }
}
