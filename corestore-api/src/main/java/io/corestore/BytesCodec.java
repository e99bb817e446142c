package io.corestore;

import java.nio.ByteBuffer;

/** Arrays, wrapped on the way in and copied on the way out. */
enum BytesCodec implements Codec<byte[]> {
    INSTANCE;

    @Override
    public ByteBuffer encode(byte[] value) {
        return ByteBuffer.wrap(value).asReadOnlyBuffer();
    }

    @Override
    public byte[] decode(ByteBuffer block) {
        byte[] bytes = new byte[block.remaining()];
        block.duplicate().get(bytes);
        return bytes;
    }
}
