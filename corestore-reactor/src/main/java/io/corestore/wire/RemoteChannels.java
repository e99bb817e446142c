package io.corestore.wire;

import io.corestore.message.Message.Extension;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The channels the other side opened: which of them carry a core, so that messages of other protocols are skipped and
 * not misread, and the last extension name of each. Ids are dense (spec page 05, section 2), which bounds this table.
 */
final class RemoteChannels {
    private static final byte CLOSED = 0;
    private static final byte CORE = 1;
    private static final byte OTHER = 2;

    private final int max;
    private byte[] states = new byte[16];
    private @Nullable String[] extensions = new String[0];
    private int highest;

    RemoteChannels(int max) {
        this.max = max;
    }

    /** Remembers an open; one of an id that was open before begins anew, since this side may have closed it. */
    void open(int channel, boolean core) {
        if (channel < 1 || channel > highest + 1 || channel > max) {
            throw ControlCodec.invalid("open");
        }
        highest = Math.max(highest, channel);
        if (channel >= states.length) {
            states = Arrays.copyOf(states, states.length * 2);
        }
        states[channel] = core ? CORE : OTHER;
        forgetExtension(channel);
    }

    /** Forgets a channel; whether it was open. */
    boolean close(int channel) {
        if (channel > highest || states[channel] == CLOSED) {
            return false;
        }
        states[channel] = CLOSED;
        forgetExtension(channel);
        return true;
    }

    /** Whether messages of this channel are those of a core. */
    boolean isCore(long channel) {
        return channel <= highest && states[(int) channel] == CORE;
    }

    /** Puts the last name of the channel in the place of an empty one. */
    Extension named(Extension extension) {
        int channel = extension.channel();
        if (channel >= extensions.length) {
            extensions = Arrays.copyOf(extensions, states.length);
        }
        String last = extensions[channel];
        if (extension.name().isEmpty() && last != null) {
            return new Extension(channel, last, extension.body());
        }
        extensions[channel] = extension.name();
        return extension;
    }

    private void forgetExtension(int channel) {
        if (channel < extensions.length) {
            extensions[channel] = null;
        }
    }
}
