package io.corestore.wire;

import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import io.corestore.message.Message.Close;
import io.corestore.message.Message.Extension;
import io.corestore.message.Message.Open;
import io.corestore.message.Message.Reject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the frames of one direction of one connection into messages, one at a time, so that a frame of a million tiny
 * messages costs no more memory than it has bytes. Buffers inside messages are views of the frame.
 *
 * <p>Ignored: empty frames, unknown control types and message indexes, messages of channels that are not open or carry
 * another protocol, what follows the last known field. Malformed bytes raise
 * {@link io.corestore.error.DecodingException} or {@link ProtocolException}, both fatal to the connection.
 *
 * <p>Not safe for use by several threads.
 */
public final class FrameDecoder {
    private static final byte[] EMPTY = {};

    private final WireLimits limits;
    private final RemoteChannels channels;
    private MuxReader frame = MuxReader.of(EMPTY, 0, 0);

    public FrameDecoder(WireLimits limits) {
        this.limits = limits;
        this.channels = new RemoteChannels(limits.maxChannels());
    }

    /** Begins a frame; what was left of the one before is dropped. The array must not change from now on. */
    public void frame(byte[] bytes, int start, int end) {
        frame = MuxReader.of(bytes, start, end);
    }

    /** The next message of the frame, or null at its end. */
    public @Nullable Message next() {
        while (frame.next()) {
            Message message = frame.channel() == MuxReader.CONTROL ? control() : message();
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    /** All messages of one frame. */
    public List<Message> decode(byte[] plaintext) {
        frame(plaintext, 0, plaintext.length);
        List<Message> messages = new ArrayList<>();
        for (Message message = next(); message != null; message = next()) {
            messages.add(message);
        }
        return messages;
    }

    private @Nullable Message control() {
        if (frame.type() > MuxReader.CLOSE) {
            return null;
        }
        int channel = ControlCodec.channel(frame.body());
        if (frame.type() == MuxReader.OPEN) {
            return open(channel);
        }
        if (frame.type() == MuxReader.CLOSE) {
            return channels.close(channel) ? new Close(channel) : null;
        }
        if (channel == 0) {
            throw ControlCodec.invalid("reject");
        }
        return new Reject(channel);
    }

    private Message open(int channel) {
        Message open = ControlCodec.open(channel, frame.body());
        channels.open(channel, open instanceof Open);
        return open;
    }

    private @Nullable Message message() {
        MessageType type = MessageType.of(frame.type());
        if (type == null || !channels.isCore(frame.channel())) {
            return null;
        }
        Message message = type.codec().decode((int) frame.channel(), frame.body(), limits);
        return message instanceof Extension extension ? channels.named(extension) : message;
    }
}
