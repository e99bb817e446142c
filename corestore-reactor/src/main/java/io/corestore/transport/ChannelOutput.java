package io.corestore.transport;

import io.corestore.crypto.NoiseSession;
import io.corestore.crypto.SecretStream;
import io.corestore.crypto.SecretStreamId;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message;
import io.corestore.wire.FrameEncoder;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The sending half of a secure channel: messages to frames on the wire (spec page 04, section 2). A batch is written
 * into one array, and encrypted there.
 *
 * <p>Not safe for use by several threads.
 */
final class ChannelOutput {
    private static final byte[] MAC = new byte[SecretStream.OVERHEAD - 1];

    private final FrameEncoder encoder = new FrameEncoder();
    private final SecretStream stream;
    private final byte[] id;
    private final byte[] header;

    ChannelOutput(boolean initiator, NoiseSession session, byte[] header) {
        this.header = header;
        this.id = SecretStreamId.of(session.handshakeHash(), initiator).toBytes();
        this.stream = SecretStream.of(session.sendKey(), header);
    }

    /** The header frame, which goes before all others. */
    byte[] header() {
        return frame(id, header);
    }

    /** The messages, packed into as few frames as possible; no message makes an empty frame, which is a keep-alive. */
    ByteBuffer seal(List<Message> messages) {
        List<FrameEncoder.Frame> frames = encoder.pack(messages);
        if (frames.isEmpty()) {
            return ByteBuffer.wrap(keepAlive());
        }
        int size = 0;
        for (FrameEncoder.Frame frame : frames) {
            size = Math.addExact(size, sealedSize(frame.size()));
        }
        CompactWriter out = new CompactWriter(size);
        for (FrameEncoder.Frame frame : frames) {
            out.uint24(frame.size() + SecretStream.OVERHEAD).uint8(SecretStream.MESSAGE);
            frame.writeTo(out);
            out.fixed(MAC);
        }
        return sealInPlace(out.toBuffer(), frames);
    }

    /** A frame around these bytes, in the clear. */
    static byte[] frame(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        CompactWriter out = new CompactWriter(FrameSplitter.LENGTH_BYTES + length).uint24(length);
        for (byte[] part : parts) {
            out.fixed(part);
        }
        return out.toBytes();
    }

    private ByteBuffer sealInPlace(ByteBuffer out, List<FrameEncoder.Frame> frames) {
        int at = 0;
        for (FrameEncoder.Frame frame : frames) {
            stream.push(out.array(), at + FrameSplitter.LENGTH_BYTES, frame.size());
            at += sealedSize(frame.size());
        }
        return out;
    }

    private byte[] keepAlive() {
        byte[] frame = frame(new byte[SecretStream.OVERHEAD]);
        stream.push(frame, FrameSplitter.LENGTH_BYTES, 0);
        return frame;
    }

    private static int sealedSize(int plainSize) {
        return FrameSplitter.LENGTH_BYTES + SecretStream.OVERHEAD + plainSize;
    }
}
