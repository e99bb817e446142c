package io.corestore;

/**
 * Blocks of a type. Both directions are pure and may be called by any thread.
 *
 * @param <T> what a block stands for
 */
public interface Codec<T> {
    /** The block of a value. */
    java.nio.ByteBuffer encode(T value);

    /**
     * The value of a block, read from position to limit.
     *
     * @throws io.corestore.error.DecodingException if it is not one of this type
     */
    T decode(java.nio.ByteBuffer block);
}
