package io.corestore;

import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.message.Message;
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

    /** Whether this session can append and truncate. What needs no signature every session can do that is not read-only. */
    boolean writable();

    /** Whether this is a {@link #snapshot}. */
    boolean isSnapshot();

    /** Whether this session has ended. */
    boolean isClosed();

    /** How reads of this session treat missing blocks, where they do not say so themselves. */
    ReadOptions reads();

    /** The number of blocks, as committed last. */
    long length();

    /** The bytes of the content of all blocks, as committed last: encryption's {@link #padding} is not counted. */
    long byteLength();

    /** How many bytes each block is longer as it is stored: 8 in a session that encrypts, else 0. */
    int padding();

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
     * As {@link #append(List)}, as durable as said, whatever the session's level. Appends that share a commit are as durable
     * as the strongest of them asks; one with {@link Durability#SYNC} makes durable all that was appended before it.
     */
    Mono<Appended> append(List<ByteBuffer> blocks, Durability durability);

    /** Makes durable what was acknowledged before the subscription. Cancel takes it back while it waits. */
    Mono<Void> sync();

    /**
     * Appends blocks under a signature made elsewhere, as by the signers of a quorum: that of the tree that
     * {@link #signable} told, as it is stored (spec page 11, section 4). It is verified first.
     *
     * <p>Errors: {@link io.corestore.error.InvalidProofException} if it is not valid for the core with these blocks
     * appended now.
     */
    Mono<Appended> append(List<ByteBuffer> blocks, ByteBuffer signature);

    /** What signers have to sign for these blocks to be appended to the core as it is now; nothing is appended. */
    Mono<Signable> signable(List<ByteBuffer> blocks);

    /** Collects appends in memory until they are wanted together. See {@link CoreBatch}. */
    Mono<CoreBatch> batch();

    /**
     * Cuts the core back to {@code length} blocks under the next fork. Durable on completion, whatever the store's level.
     * Blocks from there on are gone. Peers that hold nothing of the core yet follow; others stay on the fork they have. Cancel
     * takes back a truncation that still waits.
     *
     * <p>Errors: as {@link #append(List)}; {@link IllegalArgumentException} for a length above that of the core or below
     * its prologue.
     */
    default Mono<Void> truncate(long length) {
        return truncate(length, -1);
    }

    /**
     * As {@link #truncate(long)}, with the fork given.
     *
     * @param fork above the one now; -1 for the next
     */
    Mono<Void> truncate(long length, long fork);

    /**
     * Gives up stored blocks, which stay part of the core: tree and length do not change, peers are told, the blocks can be
     * fetched again. Disk space is given back at once where the system can punch holes, else by {@link #compact}.
     *
     * <p>Errors: {@link io.corestore.error.NotWritableException} if the session only reads.
     *
     * @return the bytes of the blocks given up
     */
    Mono<Long> clear(BlockRange range);

    /** See {@link #clear(BlockRange)}. */
    default Mono<Long> clear(long index) {
        return clear(BlockRange.of(index, index + 1));
    }

    /**
     * Rewrites the file of blocks without what was given up, so that the space of {@link #clear} is given back on every
     * system. Appends wait meanwhile; readers do not. A crash leaves the old file or the new one.
     *
     * @return the bytes of missing blocks, which the file now holds as holes
     */
    Mono<Long> compact();

    /**
     * Closes every session of the core and deletes its files. A core that was written here comes back read-only until a
     * peer gave its blocks back or {@link #release} was called: signing a second history would be a fork nobody can heal.
     */
    Mono<Void> purge();

    /**
     * Lets a core be written that refuses to, since acknowledged blocks may be lost: after a purge, a restore, damage to its
     * log, or a power cut with {@link Durability#BUFFERED}. The caller answers for it that no peer holds a longer history.
     * Durable on completion. Nothing happens to a core that does not refuse. It also stops refusing by itself, once peers are
     * connected of which one has all that is here and none has more.
     */
    Mono<Void> release();

    /**
     * Appends every element of a stream as a block, reading it as fast as the disk takes it, at most 1,000 blocks or
     * 8 MiB ahead. What has arrived is committed without waiting for more. Emits the outcome of each commit; blocks
     * committed before an error or a cancel stay in the core.
     */
    Flux<Appended> appendAll(Publisher<ByteBuffer> blocks);

    /** The block, waiting for a peer if it is not stored here. See {@link #get(long, ReadOptions)}. */
    default Mono<ByteBuffer> get(long index) {
        return get(index, reads());
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
        return read(range, reads());
    }

    /** As {@link #read(BlockRange)}, with the treatment of missing blocks given. */
    Flux<ByteBuffer> read(BlockRange range, ReadOptions options);

    /** The blocks from {@code from} on in order, for ever: those there are, then each that is appended. */
    Flux<ByteBuffer> follow(long from);

    /**
     * The block that holds a byte of the content, counted from the start of the core; the position behind the last byte is
     * {@code (length, 0)}. Sizes that are not stored here are asked of peers. A position beyond the last byte waits for
     * the core to grow, or fails, as the options say.
     *
     * <p>Errors: {@link io.corestore.error.BlockUnavailableException} where the options end the wait.
     */
    Mono<BlockPosition> seek(long bytes, ReadOptions options);

    /** See {@link #seek(long, ReadOptions)}. */
    default Mono<BlockPosition> seek(long bytes) {
        return seek(bytes, reads());
    }

    /**
     * The bytes of a range, as slices of blocks in order, then completes. A range without end stops at the byte length the
     * core has on subscription. Blocks are read and fetched a little ahead of demand.
     */
    Flux<ByteBuffer> readBytes(ByteRange range, ReadOptions options);

    /** See {@link #readBytes(ByteRange, ReadOptions)}. */
    default Flux<ByteBuffer> readBytes(ByteRange range) {
        return readBytes(range, reads());
    }

    /** Whether the block is stored here. */
    default Mono<Boolean> has(long index) {
        return has(BlockRange.of(index, index + 1));
    }

    /** Whether all blocks of the range are stored here. */
    Mono<Boolean> has(BlockRange range);

    /** The core at this moment. */
    Mono<CoreInfo> info();

    /** What the core takes in its storage. */
    Mono<StorageSizes> sizes();

    /** A value kept with the core, here only, not replicated; empty if there is none. */
    Mono<ByteBuffer> userData(String key);

    /** Keeps a value with the core; an empty one deletes. As durable as an append. */
    Mono<Void> setUserData(String key, ByteBuffer value);

    /** Reads every stored block, hashes it up to the signed roots, and says what is wrong. */
    Mono<AuditReport> audit(AuditMode mode);

    /** The hash over the roots of the first {@code length} blocks, which the owner signed when that was the length. */
    Mono<Hash> treeHash(long length);

    /**
     * Asks the connected peers for a longer tree. True once the core has grown, false if no peer has more, at once if
     * there is no peer, unless the store is {@link Corestore#findingPeers finding peers}.
     */
    Mono<Boolean> update();

    /**
     * Fetches the blocks of a range that are missing, and tells how far it is: once at the start, then as blocks
     * arrive, the last element when all are here. A range without end never completes: it follows the core as it grows.
     * Blocks beyond the length are fetched once the core has grown. Cancel stops fetching; what arrived stays. Progress
     * that is not asked for is skipped, but for the last.
     *
     * <p>Errors: {@link io.corestore.error.StorageFailedException} if what arrived cannot be stored, as on a full disk;
     * what was stored before stays.
     */
    Flux<DownloadProgress> download(BlockRange range);

    /**
     * What happens to the core from the subscription on; nothing is repeated, so look at {@link #length()} after
     * subscribing, or {@link #follow} instead. A subscriber that does not keep up misses the oldest.
     */
    Flux<CoreEvent> events();

    /** As {@link #download(BlockRange)}, of single blocks. */
    Flux<DownloadProgress> downloadBlocks(List<Long> indexes);

    /**
     * What another store needs to follow and verify, as one message that can be carried there by any means: see
     * {@link #applyProof}. Empty if it cannot be proved from here.
     */
    Mono<Message.Data> proof(Message.Request request);

    /**
     * Verifies what {@link #proof} of the same core elsewhere gave, and stores it. False if it says nothing new.
     *
     * <p>Errors: {@link io.corestore.error.InvalidProofException}.
     */
    Mono<Boolean> applyProof(Message.Data data);

    /** The peers that share this core now. */
    Mono<List<PeerInfo>> peers();

    /** Messages of the user's own to and from the peers that share this core; known from here on until the session ends. */
    Extension extension(String name);

    /** This core with blocks of a type. Nothing is opened: it ends with this session. */
    default <T> TypedCore<T> as(Codec<T> codec) {
        return new CodedCore<>(this, codec);
    }

    /**
     * The core as it is now, for reading: length, fork and blocks stay as they are whatever is appended. Blocks that the
     * core gives up by a truncation fail from then on with a {@link io.corestore.error.BlockUnavailableException}; never
     * is a block of another fork read.
     */
    Mono<Core> snapshot();

    /** Another session on the same core, with the same rights. */
    default Mono<Core> session() {
        return session(CoreOptions.defaults());
    }

    /**
     * Another session on the same core.
     *
     * @param changes options of a session that are to differ: writable, active, exclusive, encryption, signers, reads
     */
    Mono<Core> session(CoreOptions changes);

    /**
     * Ends this session, its reads and downloads; the last one closes the core's files. What was acknowledged stays.
     * Lazy, shared and repeatable; never fails.
     */
    Mono<Void> close();
}
