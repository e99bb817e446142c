package io.corestore;

import java.nio.ByteBuffer;

/**
 * Blocks as values of a type. Both directions are pure, leave the position of a block as it is, and may be called by any
 * thread.
 *
 * @param <T> what a block stands for
 */
public interface Codec<T> {
    /**
     * The block of a value.
     *
     * @throws IllegalArgumentException if there is none
     */
    ByteBuffer encode(T value);

    /**
     * The value of a block, read from position to limit.
     *
     * @throws io.corestore.error.DecodingException if it is not one of this type
     */
    T decode(ByteBuffer block);

    /**
     * Text in UTF-8, strictly: neither unpaired surrogates nor malformed bytes are replaced. Reads and writes what Node's
     * {@code valueEncoding: 'utf-8'} does.
     */
    static Codec<String> utf8() {
        return Utf8Codec.INSTANCE;
    }

    /** Arrays, a new one for each block read. An array given to an append must not change until that ends. */
    static Codec<byte[]> bytes() {
        return BytesCodec.INSTANCE;
    }

    /** Blocks as they are. */
    static Codec<ByteBuffer> buffers() {
        return BuffersCodec.INSTANCE;
    }
}
