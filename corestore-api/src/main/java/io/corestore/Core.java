package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One session on a core: a signed, append-only log of blocks. Sessions of one core share its blocks and its growth;
 * each has its own right to write and its own {@link #close()}. The core's files close with its last session.
 *
 * <p>Blocks are read-only {@link ByteBuffer}s. A block given to {@link #append} is read between its position and its
 * limit when the append is subscribed to, and must not change until the append ends; its position stays.
 *
 * <p>Every publisher is lazy: work starts on subscription, again for each one. After {@link #close()} all of them fail
 * with a {@link io.corestore.error.ClosedException}. Signals arrive on the store's scheduler.
 */
public interface Core {
    CoreKey key();

    DiscoveryKey discoveryKey();

    /** The manifest, null as long as a core known by key alone has not learnt it from a peer. */
    @Nullable
    Manifest manifest();

    /** Whether this session can append. */
    boolean writable();

    /** The number of blocks, as committed last. */
    long length();

    /** The bytes of all blocks, as committed last. */
    long byteLength();

    /** The first block that is not stored here. */
    long contiguousLength();

    /** How often the core was truncated. */
    long fork();

    /** Appends one block. See {@link #append(List)}. */
    default Mono<Appended> append(ByteBuffer block) {
        return append(List.of(block));
    }

    /**
     * Appends blocks: all of them or, on error, none. Appends that wait together are signed and committed together, in
     * the order of their subscriptions. The result arrives when the blocks are as durable as the store promises
     * ({@link Durability}); readers and peers see them from then on. Cancel takes back an append that still waits;
     * one that has started is committed all the same. An empty list changes nothing.
     *
     * <p>Errors: {@link io.corestore.error.NotWritableException}; {@link io.corestore.error.StorageFailedException},
     * after which nothing of this append is in the core; {@link IllegalArgumentException}, thrown at once, for a block
     * above 15 MiB.
     */
    Mono<Appended> append(List<ByteBuffer> blocks);

    /**
     * Appends every element of a stream as a block, reading it as fast as the disk takes it, at most 1,000 blocks or
     * 8 MiB ahead. What has arrived is committed without waiting for more. Emits the outcome of each commit; blocks
     * committed before an error or a cancel stay in the core.
     */
    Flux<Appended> appendAll(Publisher<ByteBuffer> blocks);

    /** The block, waiting for a peer if it is not stored here. See {@link #get(long, ReadOptions)}. */
    default Mono<ByteBuffer> get(long index) {
        return get(index, ReadOptions.DEFAULT);
    }

    /**
     * The block at this index, verified against the signed tree when first read. An index at or beyond the length waits
     * for the core to grow. Cancel of the last waiter withdraws the request from the peers.
     *
     * <p>Errors: {@link io.corestore.error.BlockUnavailableException} where the options end the wait;
     * {@link io.corestore.error.CoreCorruptException} if the stored bytes do not lead to the signed root.
     */
    Mono<ByteBuffer> get(long index, ReadOptions options);

    /**
     * The blocks of a range in order, then completes. A range without end stops at the length the core has on
     * subscription. Blocks are read and fetched a little ahead of the subscriber's demand.
     */
    default Flux<ByteBuffer> read(BlockRange range) {
        return read(range, ReadOptions.DEFAULT);
    }

    /** As {@link #read(BlockRange)}, with the treatment of missing blocks given. */
    Flux<ByteBuffer> read(BlockRange range, ReadOptions options);

    /** The blocks from {@code from} on in order, for ever: those there are, then each that is appended. */
    Flux<ByteBuffer> follow(long from);

    /** Whether the block is stored here. */
    default Mono<Boolean> has(long index) {
        return has(BlockRange.of(index, index + 1));
    }

    /** Whether all blocks of the range are stored here. */
    Mono<Boolean> has(BlockRange range);

    /** The core at this moment. */
    Mono<CoreInfo> info();

    /** The hash over the roots of the first {@code length} blocks, which the owner signed when that was the length. */
    Mono<Hash> treeHash(long length);

    /**
     * Asks the connected peers for a longer tree. True once the core has grown, false if no peer has more, at once if
     * there is no peer.
     */
    Mono<Boolean> update();

    /**
     * Fetches the blocks of a range that are missing, and tells how far it is: once at the start, then as blocks
     * arrive, the last element when all are here. A range without end never completes: it follows the core as it grows.
     * Blocks beyond the length are fetched once the core has grown. Cancel stops fetching; what arrived stays. Progress
     * that is not asked for is skipped, but for the last.
     */
    Flux<DownloadProgress> download(BlockRange range);

    /**
     * What happens to the core from the subscription on; nothing is repeated, so look at {@link #length()} after
     * subscribing, or {@link #follow} instead. A subscriber that does not keep up misses the oldest.
     */
    Flux<CoreEvent> events();

    /** Another session on the same core, with the same rights. */
    Mono<Core> session();

    /**
     * Ends this session, its reads and downloads; the last one closes the core's files. What was acknowledged stays.
     * Lazy, shared and repeatable; never fails.
     */
    Mono<Void> close();
}
