package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.ProtocolException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.Message.Close;
import io.corestore.message.Message.Open;
import io.corestore.message.Message.OpenOther;
import io.corestore.message.Message.Reject;

/** The bodies of open, reject and close (spec page 05, section 1; the open of a core: page 06, section 2). */
final class ControlCodec {
    private static final String PROTOCOL = "hypercore/alpha";
    private static final int SEEKS = 1;
    private static final int OPEN_BYTES = 1 + PROTOCOL.length() + 1 + Hash.BYTES + 1 + Hash.BYTES;

    private ControlCodec() {}

    static int type(Message message) {
        if (message instanceof Reject) {
            return MuxReader.REJECT;
        }
        return message instanceof Close ? MuxReader.CLOSE : MuxReader.OPEN;
    }

    static int size(Message message) {
        int channel = Sizes.uint(message.channel());
        if (message instanceof Open) {
            return channel + OPEN_BYTES;
        }
        if (message instanceof OpenOther open) {
            return channel + Sizes.withLength(Sizes.utf8(open.protocol())) + 1;
        }
        return channel;
    }

    static void encode(CompactWriter out, Message message) {
        out.uint(message.channel());
        if (message instanceof Open open) {
            out.string(PROTOCOL)
                    .uint(Hash.BYTES)
                    .hash(open.discoveryKey().hash())
                    .uint(open.seeks() ? SEEKS : 0)
                    .hash(open.capability());
        } else if (message instanceof OpenOther open) {
            out.string(open.protocol()).uint(0);
        }
    }

    /** Reads an open behind its channel id. */
    static Message open(int channel, CompactReader in) {
        String protocol = in.string();
        int idBytes = in.count(in.remaining());
        CompactReader id = in.part(idBytes);
        if (idBytes != Hash.BYTES || !protocol.equals(PROTOCOL)) {
            return new OpenOther(channel, protocol);
        }
        return new Open(channel, new DiscoveryKey(id.hash()), (in.uint() & SEEKS) != 0, in.hash());
    }

    /** The id of a channel in the body of a control message; one that cannot exist becomes 0. */
    static int channel(CompactReader in) {
        long channel = in.uint();
        return channel > Integer.MAX_VALUE ? 0 : (int) channel;
    }

    static ProtocolException invalid(String what) {
        return new ProtocolException("Invalid " + what + " message");
    }
}
