package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message;
import java.util.List;

/** Shorthands of the codec's tests. */
final class WireBytes {
    private WireBytes() {}

    /** The body of one channel message. */
    static byte[] body(Message message) {
        MessageCodec<Message> codec = MessageType.of(message).codec();
        CompactWriter out = new CompactWriter(codec.size(message));
        codec.encode(out, message);
        byte[] bytes = out.toBytes();
        if (bytes.length != codec.size(message)) {
            throw new AssertionError(message + " is " + bytes.length + " bytes, measured " + codec.size(message));
        }
        return bytes;
    }

    /** The message of a body that has no bytes left over. */
    static Message message(int type, byte[] body) {
        CompactReader in = CompactReader.of(body);
        Message message = MessageType.of(type).codec().decode(1, in, WireLimits.DEFAULT);
        if (in.hasRemaining()) {
            throw new AssertionError(in.remaining() + " bytes left of " + message);
        }
        return message;
    }

    /** The frames of these messages. */
    static List<byte[]> frames(FrameEncoder encoder, List<Message> messages) {
        return encoder.pack(messages).stream().map(WireBytes::frame).toList();
    }

    private static byte[] frame(FrameEncoder.Frame frame) {
        CompactWriter out = new CompactWriter(frame.size());
        frame.writeTo(out);
        if (out.size() != frame.size()) {
            throw new AssertionError("frame of " + out.size() + " bytes, measured " + frame.size());
        }
        return out.toBytes();
    }
}
