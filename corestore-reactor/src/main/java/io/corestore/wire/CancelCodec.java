package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.message.Message.Cancel;

/** Message 2 (spec page 12). */
final class CancelCodec implements MessageCodec<Cancel> {
    @Override
    public int size(Cancel cancel) {
        return Sizes.uint(cancel.request());
    }

    @Override
    public void encode(CompactWriter out, Cancel cancel) {
        out.uint(cancel.request());
    }

    @Override
    public Cancel decode(int channel, CompactReader in, WireLimits limits) {
        return new Cancel(channel, in.uint());
    }
}
