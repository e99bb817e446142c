package io.corestore.wire;

import io.corestore.encoding.CompactReader;
import io.corestore.encoding.CompactWriter;
import io.corestore.error.DecodingException;
import io.corestore.message.Message.Extension;

/** Message 9 (spec page 12). An empty name stands for the one before, which this codec does not know. */
final class ExtensionCodec implements MessageCodec<Extension> {
    @Override
    public int size(Extension extension) {
        return Sizes.withLength(Sizes.utf8(extension.name())) + extension.body().remaining();
    }

    @Override
    public void encode(CompactWriter out, Extension extension) {
        out.string(extension.name()).fixed(extension.body());
    }

    @Override
    public Extension decode(int channel, CompactReader in, WireLimits limits) {
        String name = in.string();
        if (name.length() > limits.maxExtensionName()) {
            throw new DecodingException("an extension name of " + name.length() + " characters is too long");
        }
        return new Extension(channel, name, in.raw());
    }
}
