package io.corestore.wire;

import io.corestore.encoding.CompactWriter;
import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import io.corestore.message.Message.Close;
import io.corestore.message.Message.Extension;
import io.corestore.message.Message.Open;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs the messages of one direction of one connection into as few frames as possible: one message becomes a plain
 * frame, several a batch (spec page 05, section 4). Each message is measured first and then written once, into an array
 * of the right size.
 *
 * <p>Not safe for use by several threads.
 */
public final class FrameEncoder {
    /** The most bytes that the plaintext of one frame may have (spec page 04, section 3). */
    public static final int MAX_FRAME = 16_777_198;

    private static final int BATCH_FULL = 8 * 1024 * 1024;
    private static final int BATCH_HEADER = 2;
    private static final int CHANNEL_SWITCH = 1 + 5;

    private final Map<Integer, String> extensions = new HashMap<>();

    /** About how many bytes a message takes in a frame, for whoever decides how many to put into one. */
    public static int weight(Message message) {
        return bodySize(message) + CHANNEL_SWITCH;
    }

    /** The messages in order, in frames of at least one message each. */
    public List<Frame> pack(List<Message> messages) {
        List<Frame> frames = new ArrayList<>(1);
        Frame frame = new Frame();
        for (int i = 0; i < messages.size(); i++) {
            Message message = shortened(messages.get(i));
            int bodySize = bodySize(message);
            if (!frame.isEmpty() && (frame.isFull() || !frame.hasRoom(bodySize))) {
                frames.add(frame);
                frame = new Frame();
            }
            frame.add(message, bodySize);
        }
        if (!frame.isEmpty()) {
            frames.add(frame);
        }
        return frames;
    }

    /** The name of an extension is left out where it repeats that of the message before on its channel. */
    private Message shortened(Message message) {
        if (message instanceof Open || message instanceof Close) {
            extensions.remove(message.channel());
        } else if (message instanceof Extension extension
                && extension.name().equals(extensions.put(extension.channel(), extension.name()))) {
            return new Extension(extension.channel(), "", extension.body());
        }
        return message;
    }

    private static int bodySize(Message message) {
        MessageType type = MessageType.of(message);
        return type == null ? ControlCodec.size(message) : type.codec().size(message);
    }

    private static long muxChannel(Message message) {
        return MessageType.of(message) == null ? MuxReader.CONTROL : message.channel();
    }

    /** The messages of one frame, measured and ready to be written. */
    public static final class Frame {
        private final List<Message> messages = new ArrayList<>();
        private int[] sizes = new int[8];
        private long channel = -1;
        private int size = BATCH_HEADER;

        private Frame() {}

        private boolean isEmpty() {
            return messages.isEmpty();
        }

        private boolean isFull() {
            return size >= BATCH_FULL;
        }

        private boolean hasRoom(int bodySize) {
            return (long) size + CHANNEL_SWITCH + 5 + 1 + bodySize <= MAX_FRAME;
        }

        private void add(Message message, int bodySize) {
            long next = muxChannel(message);
            if (next != channel) {
                size += (isEmpty() ? 0 : 1) + Sizes.uint(next);
                channel = next;
            }
            size += Sizes.withLength(1 + bodySize);
            if (messages.size() == sizes.length) {
                sizes = Arrays.copyOf(sizes, sizes.length * 2);
            }
            sizes[messages.size()] = bodySize;
            messages.add(message);
        }

        /** Exactly how many bytes {@link #writeTo} writes. */
        public int size() {
            if (messages.size() > 1) {
                return size;
            }
            int plain = Sizes.uint(channel) + 1 + sizes[0];
            if (plain > MAX_FRAME) {
                throw new ProtocolException("a message of " + plain + " bytes does not fit into a frame");
            }
            return plain;
        }

        /** Writes the plaintext of the frame. */
        public void writeTo(CompactWriter out) {
            MuxWriter mux = messages.size() > 1 ? MuxWriter.batch(out) : MuxWriter.plain(out);
            for (int i = 0; i < messages.size(); i++) {
                write(mux, messages.get(i), sizes[i]);
            }
        }

        private static void write(MuxWriter mux, Message message, int bodySize) {
            MessageType type = MessageType.of(message);
            if (type == null) {
                ControlCodec.encode(mux.entry(MuxReader.CONTROL, ControlCodec.type(message), bodySize), message);
            } else {
                type.codec().encode(mux.entry(message.channel(), type.ordinal(), bodySize), message);
            }
        }
    }
}
