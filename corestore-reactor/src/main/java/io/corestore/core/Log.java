package io.corestore.core;

import io.corestore.Appended;
import io.corestore.BlockRange;
import io.corestore.ConflictEvidence;
import io.corestore.CoreEvent;
import io.corestore.Durability;
import io.corestore.Signer;
import io.corestore.StorageSizes;
import io.corestore.encoding.TreeNode;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.CorestoreException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.merkle.MissingNodeException;
import io.corestore.merkle.Tree;
import io.corestore.message.Message;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;

/**
 * One open core: its committed state, its bitfield, its one writer and its readers. Everything is committed before it is
 * published here. Signals arrive on the store's threads.
 */
public final class Log {
    private final CoreKey key;
    private final DiscoveryKey discoveryKey;
    private final @Nullable KeyPair storedKeyPair;
    private final StoredCore stored;
    private final Bitfield bitfield = new Bitfield();
    private final LogEvents events = new LogEvents();
    private final Demand demand = new Demand(events::demandChanged);
    private final Map<Hash, LogSigner> signers = new ConcurrentHashMap<>();
    private final Map<String, ByteBuffer> userData = new ConcurrentHashMap<>();
    private final Waiters arrivals = new Waiters(this::isStored);
    private final Nodes nodes;
    private final LogTree tree;
    private final BlockReader reader;
    private final Answers answers;
    private final WriteQueue writes;
    private final Truncator truncator;
    private final Clearer clearer;
    private final Mender mender;
    private final Quarantine quarantine = new Quarantine(demand, events);
    private final UserDataWriter userDataWriter;
    private final UnsyncedMark unsynced;
    private final Sinks.One<ByteBuffer> ended = Sinks.one();
    private final Mono<Void> closing;
    private final boolean readOnly;
    private volatile LogState state;

    Log(DiscoveryKey discoveryKey, LoadedCore loaded, LogState state, StoredCore stored, LogOptions options) {
        this.key = loaded.key();
        this.discoveryKey = discoveryKey;
        this.storedKeyPair = loaded.keyPair();
        this.stored = stored;
        this.readOnly = options.readOnly();
        this.state = state;
        this.nodes = new Nodes(() -> this.state.tree(), stored, this::suspect);
        this.tree = new LogTree(this, nodes);
        this.reader = new BlockReader(this, stored);
        this.answers = new Answers(this, nodes);
        loaded.present().forEach(bitfield::set);
        userData.putAll(loaded.userData());
        clearer = new Clearer(this, stored, nodes);
        mender = new Mender(this, stored);
        userDataWriter = new UserDataWriter(this, stored, options.durability());
        unsynced = new UnsyncedMark(this, stored, options.systemRun());
        truncator = new Truncator(this, stored, nodes, unsynced);
        Writer writer = new Writer(this, nodes, unsynced, options.durability());
        this.writes = new WriteQueue(options.io(), writer::write);
        this.closing = Mono.defer(this::shutDown).cache();
    }

    /** Opens the log of a stored core: verifies its head and, if it was not closed well, checkpoints it. */
    public static Mono<Log> open(DiscoveryKey discoveryKey, StoredCore stored, LogOptions options) {
        return LogOpening.open(discoveryKey, stored, options);
    }

    public CoreKey key() {
        return key;
    }

    public DiscoveryKey discoveryKey() {
        return discoveryKey;
    }

    /** The key pair kept with the core, if one is. */
    public @Nullable KeyPair storedKeyPair() {
        return storedKeyPair;
    }

    public LogState state() {
        return state;
    }

    /** Which blocks are stored. Not to be changed by the caller. */
    public Bitfield bitfield() {
        return bitfield;
    }

    /** What its stored nodes tell. */
    public LogTree tree() {
        return tree;
    }

    public Demand demand() {
        return demand;
    }

    public Map<String, ByteBuffer> userData() {
        return userData;
    }

    public Flux<CoreEvent> events() {
        return events.asFlux();
    }

    public boolean hasEventSubscribers() {
        return events.hasSubscribers();
    }

    public void emit(CoreEvent event) {
        events.emit(event);
    }

    public void listen(LogListener listener) {
        events.add(listener);
    }

    public void unlisten(LogListener listener) {
        events.remove(listener);
    }

    /** The manifest, or the one that a core without a known manifest is assumed to have. */
    public Manifest assumedManifest() {
        Manifest known = state.manifest();
        return known == null ? Manifest.single(1, key.hash()) : known;
    }

    /** Signs with a pair that is here; the same signer for the same pair, so that appends of all sessions share commits. */
    public LogSigner signer(KeyPair keyPair) {
        return signers.computeIfAbsent(keyPair.publicKey(), k -> LogSigner.of(key, assumedManifest(), keyPair));
    }

    /** Signs with signers that may be elsewhere. */
    public LogSigner signer(List<Signer> remote) {
        return LogSigner.of(key, this::assumedManifest, remote);
    }

    /** Stores a signature that was made elsewhere, if it is valid. */
    public LogSigner given(ByteBuffer signature) {
        return LogSigner.given(key, this::assumedManifest, signature);
    }

    /** See {@link io.corestore.Core#append(List)}. */
    public Mono<Appended> append(LogAppend append) {
        return Mono.create(sink -> submit(new Write.Append(append, sink), sink));
    }

    /** See {@link io.corestore.Core#truncate(long, long)}. */
    public Mono<Void> truncate(long length, long fork, LogSigner signer) {
        return alone(() -> truncator.truncate(length, fork, signer));
    }

    /** See {@link io.corestore.Core#sync()}. */
    public Mono<Void> sync() {
        return alone(unsynced::sync);
    }

    /** Why acknowledged blocks may be missing; null if none are. */
    public @Nullable String doubt() {
        ByteBuffer why = userData.get(UserData.DOUBT);
        return why == null ? null : UserData.text(why);
    }

    /** Ends the doubt, durably. */
    public Mono<Void> trust() {
        return alone(() -> userDataWriter.set(Map.of(UserData.DOUBT, ByteBuffer.allocate(0)), Durability.SYNC))
                .doOnSuccess(done -> emit(new CoreEvent.Trusted()));
    }

    /** See {@link io.corestore.Core#clear(BlockRange)}. */
    public Mono<Long> clear(BlockRange range) {
        return alone(() -> clearer.clear(range));
    }

    /**
     * Reads blocks and the nodes near them again, as they are stored, and mends what is wrong: nodes are computed anew where
     * that is possible, the others are given up with the blocks below them, as are blocks that are not those of their
     * leaves. Emits what was wrong.
     */
    public Mono<Findings> mend(BlockRange range) {
        return alone(() -> mender.mend(range));
    }

    /**
     * Gives up the oldest stored blocks: the first so many, and more until they are so many bytes, but not one of them nor
     * what is beyond a gap. Downloads that are open do not fetch them again. Emits how many blocks were given up.
     */
    public Mono<Long> clearOldest(long blocks, long bytes, LongSupplier kept) {
        return alone(() -> clearer.clearOldest(blocks, bytes, kept.getAsLong()));
    }

    /** Tells how many blocks are stored and how many bytes they are, before anything else is written. */
    public Mono<Void> measure(LongBinaryConsumer told) {
        return alone(() -> clearer.storedBytes()
                .doOnNext(bytes -> told.accept(bitfield.count(BlockRange.of(0, state.length())), bytes))
                .then());
    }

    /** Takes two numbers. */
    @FunctionalInterface
    public interface LongBinaryConsumer {
        void accept(long blocks, long bytes);
    }

    /** See {@link io.corestore.Core#compact()}. */
    public Mono<Long> compact() {
        return alone(clearer::compact);
    }

    /** See {@link io.corestore.Core#sizes()}. */
    public Mono<StorageSizes> sizes() {
        return stored.sizes()
                .zipWith(
                        clearer.storedBytes(),
                        (files, bytes) -> new StorageSizes(
                                files.oplog(),
                                files.tree(),
                                files.bitfield(),
                                files.data(),
                                bitfield.count(BlockRange.of(0, state.length())),
                                bytes))
                .onErrorMap(MissingNodeException.class, this::corrupt);
    }

    /** What is stored and wrong, found twice: beside the writer, and between its writes. */
    public Mono<Findings> audit() {
        return mender.suspects()
                .concatMap(part -> alone(() -> mender.inspect(part)), 1)
                .reduce(Findings.NONE, Findings::and);
    }

    /** Mends all that an audit finds; emits what it was. */
    public Mono<Findings> repair() {
        return mender.suspects().concatMap(this::mend, 1).reduce(Findings.NONE, Findings::and);
    }

    /** Verifies and stores data of a peer. Never fails; if the storage does, that is the end of all waits for blocks. */
    public Mono<Ingested> ingest(Message.Data data) {
        return Mono.<Ingested>create(sink -> writes.submit(new Write.Ingest(data, sink)))
                .onErrorResume(error -> Mono.just(Ingested.failed(error)))
                .doOnNext(this::endWaitsIfFailed);
    }

    /** Compares data of a peer that proves its tree from the start with this log's own tree. Never fails. */
    public Mono<Comparison> compare(Message.Data data) {
        return new ConflictCheck(this).compare(data);
    }

    /** Keeps what {@link Comparison#CONFLICTS} durably, unless something is kept already. */
    public Mono<Void> keepConflict(Message.Data data) {
        Message.UpgradePart upgrade = data.upgrade();
        return upgrade == null || isInConflict()
                ? Mono.empty()
                : setUserData(KeptConflict.of(ConflictCheck.evidence(data, upgrade)));
    }

    /** Whether its owner is known to have signed two histories. */
    public boolean isInConflict() {
        return userData.containsKey(UserData.CONFLICT);
    }

    /** The second history; null if none is known. */
    public @Nullable ConflictEvidence conflict() {
        return KeptConflict.in(userData);
    }

    /** Whether a later fork of peers is to be followed, given what is here now. */
    public boolean followsForks() {
        return state.length() == 0 || !userData.containsKey(UserData.KEEPS_FORK);
    }

    /**
     * Begins to look for what this log shares with a later fork, whose whole tree a peer proves. Empty if it is not later.
     *
     * <p>Errors: {@link io.corestore.error.InvalidProofException} if the owner did not sign it.
     */
    public Mono<ForkSearch> search(Message.Data data) {
        return ForkSearch.of(this, nodes, data);
    }

    Mono<ForkSearch> take(ForkSearch search) {
        return alone(() -> truncator.follow(search));
    }

    /** Sets user data; an empty value deletes. */
    public Mono<Void> setUserData(Map<String, ByteBuffer> values) {
        return alone(() -> userDataWriter.set(values));
    }

    /** What this log has to say to requests, in their order; neighbouring blocks are read in one go. */
    public Mono<List<Answer>> answer(List<Message.Request> requests) {
        return answers.answer(requests);
    }

    /** How many blocks a reader best reads in one go. */
    public int runLength() {
        return reader.runLength();
    }

    /**
     * Reads stored blocks, at least the first of the range, verified.
     *
     * @return as many blocks from {@code start} on as were read in one go
     */
    public Mono<List<ByteBuffer>> readRun(long start, long end) {
        return reader.read(start, end);
    }

    /** Completes when the block is stored. */
    public Mono<Void> awaitBlock(long index) {
        return arrivals.await(index);
    }

    /** Completes when what is being written now is published. */
    Mono<Void> settled() {
        return alone(Mono::empty);
    }

    Mono<List<TreeNode>> readNodes(long[] indexes) {
        return stored.readNodes(indexes);
    }

    /** Ends what waits, checkpoints and closes the files. Shared and repeatable; never fails. */
    public Mono<Void> close() {
        return closing;
    }

    /** Makes a committed change visible, then tells of it, and of blocks of peers. Called by the writer alone. */
    void publish(
            LogState before,
            LogState after,
            long shared,
            List<TreeNode> fresh,
            List<BlockRange> added,
            List<LogListener.Stored> arrived) {
        if (before.fork() != after.fork()) {
            nodes.clear(after.fork());
        }
        if (shared < before.length()) {
            quarantine.end(BlockRange.of(shared, before.length()));
            reader.forget(BlockRange.of(shared, before.length()));
            bitfield.clear(BlockRange.of(shared, before.length()));
        }
        nodes.add(fresh);
        added.forEach(bitfield::set);
        state = after;
        if (!arrived.isEmpty()) {
            events.stored(arrived);
        } else if (!added.isEmpty()) {
            events.appended(BlockRange.of(shared, after.length()), after.byteLength() - before.byteLength());
        }
        if (before.tree() != after.tree()) {
            events.treeMoved(before, after, shared);
        }
        added.forEach(arrivals::wake); // who wakes finds everybody told
        quarantine.arrived(added);
    }

    /** Makes it visible that nodes are others and that blocks were given up. Called by the writer alone. */
    void publishMended(LogState after, List<BlockRange> dropped) {
        nodes.clear(after.fork());
        dropped.forEach(bitfield::clear);
        dropped.forEach(reader::forget);
        state = after;
        if (!dropped.isEmpty()) {
            events.damaged(dropped);
            quarantine.hold(dropped);
        }
    }

    /** Makes it visible that blocks were given up. Called by the writer alone. */
    void publishCleared(LogState after, List<BlockRange> runs) {
        runs.forEach(bitfield::clear);
        runs.forEach(reader::forget);
        runs.forEach(quarantine::end);
        state = after;
        events.cleared(runs);
    }

    /** A signature, or the error that the log was closed while somebody elsewhere took his time. */
    Mono<ByteBuffer> sign(LogSigner signer, Tree tree, Hash rootHash) {
        return signer instanceof PairSigner
                ? signer.sign(tree, rootHash)
                : Mono.firstWithSignal(signer.sign(tree, rootHash), ended.asMono());
    }

    /** The first logged change of whose blocks the system lost some; empty if there is none. */
    Mono<Integer> firstLost(LoadedCore loaded) {
        return unsynced.firstLost(loaded, reader);
    }

    /** Settles what an earlier process left; called once, when all that it logged has been moved into place. */
    Mono<Void> inherit() {
        return alone(unsynced::inherit);
    }

    /** Whether a block is below the length and stored. */
    public boolean isStored(long block) {
        return block < state.length() && bitfield.get(block);
    }

    private void endWaitsIfFailed(Ingested result) {
        CorestoreException error = result.error();
        if (result.outcome() == Ingested.Outcome.FAILED && error != null) {
            arrivals.fail(error);
            events.storageFailed(error);
        }
    }

    private Mono<Void> shutDown() {
        ClosedException closed = new ClosedException("core " + discoveryKey + " is closed");
        arrivals.end(closed);
        ended.tryEmitError(closed);
        events.complete();
        Mono<Void> checkpoint =
                readOnly ? Mono.empty() : unsynced.clear().then(Mono.defer(() -> stored.checkpoint(state.head())));
        return writes.end(closed).then(checkpoint).onErrorComplete().then(stored.close());
    }

    /** A node that is stored does not lead to a root, or another one keeps it from that. */
    private void suspect(long node) {
        if (!readOnly) {
            mender.suspect(node, this::mend);
        }
    }

    private <T> Mono<T> alone(Supplier<Mono<T>> change) {
        return Mono.<T>create(sink -> submit(new Write.Alone<>(change, sink), sink))
                .onErrorMap(MissingNodeException.class, this::corrupt);
    }

    private void submit(Write write, MonoSink<?> sink) {
        sink.onCancel(write::withdraw);
        writes.submit(write);
    }

    CoreCorruptException corrupt(Throwable missing) {
        return new CoreCorruptException("core " + discoveryKey + ": " + missing.getMessage(), missing);
    }
}
