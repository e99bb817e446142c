package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Bitfield;

/** Message 7 (spec page 12). The words are a view of the frame they arrived in. */
final class BitfieldCodec implements MessageCodec<Bitfield> {
    @Override
    public int size(Bitfield bitfield) {
        int bytes = bitfield.words().remaining();
        return Sizes.uint(bitfield.start()) + Sizes.uint(bytes / 4) + bytes;
    }

    @Override
    public void encode(CompactWriter out, Bitfield bitfield) {
        out.uint(bitfield.start()).words(bitfield.words());
    }

    @Override
    public Bitfield decode(int channel, CompactReader in, WireLimits limits) {
        return new Bitfield(channel, in.uint(), in.words());
    }
}
