package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Unwant;

/** Message 6 (spec page 12). The flags are only written when one is set. */
final class UnwantCodec implements MessageCodec<Unwant> {
    private static final int ANY = 1;

    @Override
    public int size(Unwant unwant) {
        return Sizes.uint(unwant.start()) + Sizes.uint(unwant.length()) + (unwant.any() ? 1 : 0);
    }

    @Override
    public void encode(CompactWriter out, Unwant unwant) {
        out.uint(unwant.start()).uint(unwant.length());
        if (unwant.any()) {
            out.uint(ANY);
        }
    }

    @Override
    public Unwant decode(int channel, CompactReader in, WireLimits limits) {
        return new Unwant(channel, in.uint(), in.uint(), in.hasRemaining() && (in.uint() & ANY) != 0);
    }
}
