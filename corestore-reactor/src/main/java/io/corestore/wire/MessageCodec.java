package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message;

/**
 * The body of one kind of message. The size is asked for first, since an entry of a batch begins with it and a frame
 * is written once, into an array of the right size.
 */
interface MessageCodec<M extends Message> {
    /** Exactly as many bytes as {@link #encode} writes. */
    int size(M message);

    void encode(CompactWriter out, M message);

    /** Reads a body up to its last known field; what follows is of a newer version and is left alone. */
    M decode(int channel, CompactReader in, WireLimits limits);
}
