package io.corestore;

import io.corestore.key.Hash;
import java.nio.ByteBuffer;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Appends that are collected in memory and become part of the core together, or not at all. Nobody else sees them before
 * {@link #flush()}. Belongs to one user at a time; ends with its core session.
 */
public interface CoreBatch {
    /** Blocks of the core when the batch was made, and those appended to it. */
    long length();

    /** Bytes of all these blocks. */
    long byteLength();

    /** Appends to the batch, at once. The blocks must not change until the batch is flushed. */
    Mono<Appended> append(List<ByteBuffer> blocks);

    /** See {@link #append(List)}. */
    default Mono<Appended> append(ByteBuffer block) {
        return append(List.of(block));
    }

    /** A block of the batch, or of the core below it. */
    Mono<ByteBuffer> get(long index);

    /** Whether a block is in the batch or stored in the core below it. */
    Mono<Boolean> has(long index);

    /** Where a byte is, of the core and the batch on top of it; empty beyond the last byte. */
    Mono<BlockPosition> seek(long bytes);

    /** Drops blocks of the batch from {@code length} on; the core below it cannot be cut here. */
    Mono<Void> truncate(long length);

    /** The tree hash the core would have. */
    Mono<Hash> treeHash();

    /**
     * Appends all of it to the core, in one commit. The batch is empty afterwards and goes on from there.
     *
     * <p>Errors: {@link io.corestore.error.CoreConflictException} if the core was appended to or truncated since the
     * batch was made: nothing was written, and the batch stays as it is; otherwise those of {@link Core#append(List)}.
     */
    Mono<Appended> flush();

    /** Drops what was not flushed. Lazy and repeatable; never fails. */
    Mono<Void> close();
}
