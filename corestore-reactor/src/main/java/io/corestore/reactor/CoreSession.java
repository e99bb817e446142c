package io.corestore.reactor;

import io.corestore.Appended;
import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BlockPosition;
import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Core;
import io.corestore.CoreBatch;
import io.corestore.CoreEvent;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.DownloadProgress;
import io.corestore.Extension;
import io.corestore.PeerInfo;
import io.corestore.ReadOptions;
import io.corestore.Signable;
import io.corestore.StorageSizes;
import io.corestore.core.BlockRanges;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.error.ClosedException;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One user's hold of a log, with the user's right to write. */
final class CoreSession implements Core {
    private static final int MAX_BLOCK = 15 << 20;

    private final StoreSession owner;
    private final Store.Opened opened;
    private final Log log;
    private final @Nullable KeyPair signer;
    private final CoreOptions options;
    private final EndSignal end = new EndSignal();
    private final SessionExtensions extensions = new SessionExtensions(this::newExtension);
    private final Mono<Void> closing;

    /** @param options with the store's defaults in them */
    CoreSession(StoreSession owner, Store.Opened opened, CoreOptions options) {
        this.owner = owner;
        this.opened = opened;
        this.log = opened.hold().log();
        this.signer = options.writable() ? opened.signer() : null;
        this.options = options;
        this.closing = Mono.defer(this::end).cache();
        if (options.active()) {
            owner.store().activity().begin(log, owner.store()::holdAgain);
        }
    }

    @Override
    public CoreKey key() {
        return log.key();
    }

    @Override
    public DiscoveryKey discoveryKey() {
        return log.discoveryKey();
    }

    @Override
    public @Nullable Manifest manifest() {
        return log.state().manifest();
    }

    @Override
    public boolean writable() {
        return signer != null;
    }

    @Override
    public long length() {
        return log.state().length();
    }

    @Override
    public long byteLength() {
        return log.state().byteLength();
    }

    @Override
    public long contiguousLength() {
        return log.state().contiguousLength();
    }

    @Override
    public long fork() {
        return log.state().fork();
    }

    @Override
    public Mono<Appended> append(List<ByteBuffer> blocks) {
        blocks.forEach(CoreSession::requireLegal);
        return brief(() -> log.append(blocks, requireSigner()));
    }

    @Override
    public Flux<Appended> appendAll(Publisher<ByteBuffer> blocks) {
        return waiting(() -> {
            KeyPair pair = requireSigner();
            return AppendStream.of(blocks, block -> {
                requireLegal(block);
                return log.append(List.of(block), pair);
            });
        });
    }

    @Override
    public Mono<ByteBuffer> get(long index, ReadOptions options) {
        BlockRange one = BlockRange.of(index, index + 1);
        Flux<ByteBuffer> patient = waiting(() -> BlockFlow.of(log, one, options));
        return Mono.defer(() -> log.isStored(index)
                ? brief(() -> log.readRun(index, index + 1).map(run -> run.get(0)))
                : patient.next());
    }

    @Override
    public Flux<ByteBuffer> read(BlockRange range, ReadOptions options) {
        return waiting(() ->
                BlockFlow.of(log, range.isOpen() ? range.clampTo(log.state().length()) : range, options));
    }

    @Override
    public Flux<ByteBuffer> follow(long from) {
        BlockRange range = BlockRange.from(from);
        return waiting(() -> BlockFlow.of(log, range, ReadOptions.DEFAULT));
    }

    @Override
    public Mono<Boolean> has(BlockRange range) {
        return brief(() ->
                Mono.just(range.end() <= log.state().length() && log.bitfield().containsAll(range)));
    }

    @Override
    public Mono<CoreInfo> info() {
        return brief(() -> {
            LogState now = log.state();
            return Mono.just(new CoreInfo(
                    log.key(),
                    log.discoveryKey(),
                    now.length(),
                    now.byteLength(),
                    now.fork(),
                    now.contiguousLength(),
                    writable(),
                    now.rootHash()));
        });
    }

    @Override
    public Mono<Hash> treeHash(long length) {
        return waiting(() -> {
                    if (length < 0 || length > length()) {
                        throw new IllegalArgumentException("the core has " + length() + " blocks, not " + length);
                    }
                    return TreeHash.of(log, length, reads()).flux();
                })
                .next();
    }

    @Override
    public Mono<Boolean> update() {
        return waiting(() ->
                        owner.store().replication().update(log, owner.search()).flux())
                .next();
    }

    @Override
    public Flux<DownloadProgress> download(BlockRange range) {
        return waiting(() -> Download.of(log, List.of(range)));
    }

    @Override
    public Flux<CoreEvent> events() {
        return waiting(log::events);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    Log log() {
        return log;
    }

    @Nullable
    KeyPair signer() {
        return signer;
    }

    CoreOptions options() {
        return options;
    }

    private Mono<Void> end() {
        owner.forget(this);
        extensions.end();
        end.end(new ClosedException("this session of core " + log.discoveryKey() + " is closed"));
        Mono<Void> inactive = options.active() ? owner.store().activity().end(log) : Mono.empty();
        return inactive.then(opened.hold().release());
    }

    private SessionExtension newExtension(String name) {
        Store store = owner.store();
        return new SessionExtension(
                store.replication(), log, name, store.options().signals());
    }

    private KeyPair requireSigner() {
        if (signer == null) {
            throw new NotWritableException("this session cannot write to core " + log.discoveryKey()
                    + ": it has no secret key of its signer, or is read-only");
        }
        return signer;
    }

    private static void requireLegal(ByteBuffer block) {
        if (block.remaining() > MAX_BLOCK) {
            throw new IllegalArgumentException("a block of " + block.remaining() + " bytes is above 15 MiB");
        }
    }

    /** Work that takes no longer than the disk does: it needs no way out. */
    private <T> Mono<T> brief(Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
                    requireOpen();
                    return work.get();
                })
                .publishOn(owner.store().options().signals());
    }

    /** Work that may wait for others: it fails when the session is closed. */
    private <T> Flux<T> waiting(Supplier<Flux<T>> work) {
        return Flux.defer(work)
                .takeUntilOther(end.asMono())
                .publishOn(owner.store().options().signals());
    }

    private void requireOpen() {
        Throwable error = end.error();
        if (error != null) {
            throw Exceptions.propagate(error);
        }
    }

    @Override
    public boolean isSnapshot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isClosed() {
        return end.error() != null;
    }

    @Override
    public ReadOptions reads() {
        return options.reads();
    }

    @Override
    public int padding() {
        return options.encryption() == null ? 0 : 8;
    }

    @Override
    public Mono<Appended> append(List<ByteBuffer> blocks, ByteBuffer signature) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Signable> signable(List<ByteBuffer> blocks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<CoreBatch> batch() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> truncate(long length, long fork) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Long> clear(BlockRange range) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Long> compact() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> purge() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> release() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<BlockPosition> seek(long bytes, ReadOptions options) {
        return waiting(() -> Seek.of(log, bytes, padding(), options).flux()).next();
    }

    @Override
    public Flux<ByteBuffer> readBytes(ByteRange range, ReadOptions options) {
        return ByteFlow.of(this, range, options);
    }

    @Override
    public Mono<StorageSizes> sizes() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<ByteBuffer> userData(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> setUserData(String key, ByteBuffer value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<AuditReport> audit(AuditMode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<DownloadProgress> downloadBlocks(List<Long> indexes) {
        List<BlockRange> ranges = BlockRanges.ofBlocks(indexes);
        return waiting(() -> Download.of(log, ranges));
    }

    @Override
    public Mono<Message.Data> proof(Message.Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Boolean> applyProof(Message.Data data) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<List<PeerInfo>> peers() {
        return brief(() -> owner.store().replication().peers(log.discoveryKey()));
    }

    @Override
    public Extension extension(String name) {
        requireOpen();
        return extensions.get(name);
    }

    @Override
    public Mono<Core> snapshot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Core> session(CoreOptions changes) {
        return owner.again(this, changes);
    }
}
