package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.NoData;

/** Message 4 (spec page 12), written as version 11 does; version 10 reads the first field and writes no other. */
final class NoDataCodec implements MessageCodec<NoData> {
    private static final int REASON = 1;

    @Override
    public int size(NoData noData) {
        return Sizes.uint(noData.request()) + 1 + (noData.reason() == 0 ? 0 : Sizes.uint(noData.reason()));
    }

    @Override
    public void encode(CompactWriter out, NoData noData) {
        out.uint(noData.request());
        if (noData.reason() == 0) {
            out.uint(0);
        } else {
            out.uint(REASON).uint(noData.reason());
        }
    }

    /** A reason beyond an int reads as none. */
    @Override
    public NoData decode(int channel, CompactReader in, WireLimits limits) {
        long request = in.uint();
        long flags = in.hasRemaining() ? in.uint() : 0;
        long reason = (flags & REASON) != 0 ? in.uint() : 0;
        return new NoData(channel, request, reason > Integer.MAX_VALUE ? 0 : (int) reason);
    }
}
