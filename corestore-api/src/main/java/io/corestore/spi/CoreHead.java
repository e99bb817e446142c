package io.corestore.spi;

import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The state of a core's tree that its owner signed.
 *
 * @param length in blocks
 * @param rootHash the tree hash; null at length 0, and where only the log of changes holds this state
 * @param signature read-only, as stored: 64 bytes or an envelope; empty at length 0
 * @param contiguousLength the first block not stored, as far as the writer knew
 */
public record CoreHead(long fork, long length, @Nullable Hash rootHash, ByteBuffer signature, long contiguousLength) {
    /** The head of a core without blocks. */
    public static final CoreHead EMPTY = new CoreHead(0, 0, null, ByteBuffer.allocate(0), 0);

    public CoreHead {
        signature = signature.asReadOnlyBuffer();
    }
}
