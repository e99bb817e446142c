package io.corestore;

import java.nio.ByteBuffer;

/** Blocks as they are. */
enum BuffersCodec implements Codec<ByteBuffer> {
    INSTANCE;

    @Override
    public ByteBuffer encode(ByteBuffer value) {
        return value;
    }

    @Override
    public ByteBuffer decode(ByteBuffer block) {
        return block;
    }
}
