package io.corestore.core;

import io.corestore.Durability;
import io.corestore.crypto.BlockEncryption;
import io.corestore.merkle.Tree;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Blocks to append.
 *
 * @param blocks each read from position to limit; the positions stay
 * @param encryption encrypts them where they end up; null leaves them as they are
 * @param base the tree they must follow directly; null for whatever tree there is
 * @param durability when they count as appended
 */
public record LogAppend(
        List<ByteBuffer> blocks,
        LogSigner signer,
        @Nullable BlockEncryption encryption,
        @Nullable Tree base,
        Durability durability) {
    /** Appends to whatever tree there is. */
    public static LogAppend of(
            List<ByteBuffer> blocks, LogSigner signer, @Nullable BlockEncryption encryption, Durability durability) {
        return new LogAppend(List.copyOf(blocks), signer, encryption, null, durability);
    }

    /** Whether it can be signed and committed together with one before it; how durable either is does not matter. */
    boolean joins(LogAppend first) {
        return base == null && signer == first.signer;
    }

    ByteBuffer stored(ByteBuffer block, long index, long fork) {
        return encryption == null ? block : encryption.encrypt(index, fork, block);
    }
}
