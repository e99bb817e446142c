package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Range;

/** Message 8 (spec page 12). */
final class RangeCodec implements MessageCodec<Range> {
    private static final int DROP = 1;
    private static final int SINGLE = 2;

    @Override
    public int size(Range range) {
        return 1 + Sizes.uint(range.start()) + (range.length() == 1 ? 0 : Sizes.uint(range.length()));
    }

    @Override
    public void encode(CompactWriter out, Range range) {
        boolean single = range.length() == 1;
        out.uint((range.drop() ? DROP : 0) | (single ? SINGLE : 0)).uint(range.start());
        if (!single) {
            out.uint(range.length());
        }
    }

    @Override
    public Range decode(int channel, CompactReader in, WireLimits limits) {
        long flags = in.uint();
        return new Range(channel, (flags & DROP) != 0, in.uint(), (flags & SINGLE) != 0 ? 1 : in.uint());
    }
}
