package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Want;

/** Message 5 (spec page 12). The flags are only written when one is set. */
final class WantCodec implements MessageCodec<Want> {
    private static final int ANY = 1;

    @Override
    public int size(Want want) {
        return Sizes.uint(want.start()) + Sizes.uint(want.length()) + (want.any() ? 1 : 0);
    }

    @Override
    public void encode(CompactWriter out, Want want) {
        out.uint(want.start()).uint(want.length());
        if (want.any()) {
            out.uint(ANY);
        }
    }

    @Override
    public Want decode(int channel, CompactReader in, WireLimits limits) {
        return new Want(channel, in.uint(), in.uint(), in.hasRemaining() && (in.uint() & ANY) != 0);
    }
}
