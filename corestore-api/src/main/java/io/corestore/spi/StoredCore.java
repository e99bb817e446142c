package io.corestore.spi;

import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.encoding.TreeNode;
import io.corestore.key.KeyPair;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The storage of one core. Its one writer calls {@link #load}, {@link #commit}, {@link #checkpoint} and {@link #close}
 * one after the other; reads run beside them and see what was committed before they started.
 */
public interface StoredCore {
    /**
     * Reads everything but blocks and nodes, and replays what was logged since the last checkpoint. Called once, first.
     *
     * <p>Errors: {@link io.corestore.error.CoreCorruptException}.
     */
    Mono<LoadedCore> load();

    /**
     * Reads neighbouring blocks in one go.
     *
     * @param index of the first block
     * @param byteOffset of the first block
     * @param lengths of the blocks in bytes
     * @return a read-only buffer for each length
     */
    Mono<List<ByteBuffer>> readBlocks(long index, long byteOffset, int[] lengths);

    /**
     * Reads tree nodes, neighbours in one go. A node whose blocks reach beyond the length counts as not stored.
     *
     * @param indexes flat tree indexes, ascending, without repetition
     * @return the stored ones of them, ascending
     */
    Mono<List<TreeNode>> readNodes(long[] indexes);

    /**
     * Applies one change, whole or not at all. On completion it is as durable as asked.
     *
     * <p>Errors: {@link io.corestore.error.StorageFailedException}; the change is then not applied, and after a failed
     * sync every further commit fails.
     */
    Mono<Void> commit(CoreCommit commit, Durability durability);

    /** Moves what was logged into place and writes {@code head}, durably. Nothing happens if nothing was logged. */
    Mono<Void> checkpoint(CoreHead head);

    /** Writes the header with this key pair instead of the one it has, durably; null leaves none in it. */
    Mono<Void> replaceKeyPair(@Nullable KeyPair keyPair);

    /**
     * Rewrites the blocks' place with holes where no block is stored. Called by the writer; a crash leaves the old or the
     * new.
     *
     * @param present what is stored, as bytes, ascending and apart
     */
    Mono<Void> compact(List<ByteRange> present);

    /** What the core takes now, apparent sizes in bytes: oplog, tree, bitfield, data. */
    Mono<FileSizes> sizes();

    /** Closes the files. Repeatable; never fails. */
    Mono<Void> close();
}
