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
 * The storage of one core. Its one writer calls {@link #load}, {@link #commit}, {@link #checkpoint},
 * {@link #replaceKeyPair}, {@link #compact} and {@link #close} one after the other; reads run beside them and see what was
 * committed before they started.
 */
public interface StoredCore {
    /**
     * Reads everything but blocks and nodes, and replays what was logged since the last checkpoint. Called once, first.
     *
     * <p>Errors: {@link io.corestore.error.CoreCorruptException}.
     */
    Mono<LoadedCore> load();

    /**
     * As {@link #load}, after it: without the logged changes from this one on, which are given up for good. For who finds
     * that the bytes of blocks did not reach the disk though the change that added them did.
     *
     * @param change counted from 0
     */
    Mono<LoadedCore> loadBefore(int change);

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

    /**
     * Writes the headers with this key pair instead of the one they have, durably, which is a checkpoint; null leaves none in
     * them. On completion no file of the core holds the other secret key; a crash before may leave either, or both, and the
     * call is to be repeated.
     *
     * <p>Errors: {@link IllegalStateException} if the head came from the log: {@link #checkpoint} comes first then.
     */
    Mono<Void> replaceKeyPair(@Nullable KeyPair keyPair);

    /**
     * Rewrites the blocks' place with holes where no block is stored, durably. Called by the writer; reads go on. What was
     * committed before is durable then. A crash leaves the old or the new.
     *
     * <p>Errors: {@link io.corestore.error.StorageFailedException}, also if the storage ends before {@code present} does; all
     * bytes stay then.
     *
     * @param present what is stored, as bytes, ascending and apart
     */
    Mono<Void> compact(List<ByteRange> present);

    /** What the core takes now, also before {@link #load}. */
    Mono<FileSizes> sizes();

    /** Closes the files. Repeatable; never fails. */
    Mono<Void> close();
}
