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
import io.corestore.Durability;
import io.corestore.Extension;
import io.corestore.PeerInfo;
import io.corestore.ReadOptions;
import io.corestore.Signable;
import io.corestore.StorageSizes;
import io.corestore.core.BlockRanges;
import io.corestore.core.Findings;
import io.corestore.core.Log;
import io.corestore.core.LogSigner;
import io.corestore.core.LogState;
import io.corestore.error.ClosedException;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.message.Message;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One user's hold of a log: what the user sees of it, and the user's right to write. */
final class CoreSession implements Core {
    private final StoreSession owner;
    private final Store.Opened opened;
    private final Log log;
    private final CoreOptions options;
    private final View view;
    private final Cipher cipher;
    private final SessionScope scope;
    private final SessionReader reader;
    private final SessionWriter writer;
    private final SessionExtensions extensions = new SessionExtensions(this::newExtension);
    private final Disposable retention;
    private final Mono<Void> closing;

    /**
     * @param options with the store's defaults in them
     * @param view of the log that is held
     */
    CoreSession(StoreSession owner, Store.Opened opened, CoreOptions options, View view) {
        this.owner = owner;
        this.opened = opened;
        this.log = opened.hold().log();
        this.options = options;
        this.view = view;
        cipher = new Cipher(log, options.encryption());
        scope = new SessionScope(owner.store().options().signals());
        reader = new SessionReader(scope, log, view, cipher);
        Durability level = options.durability();
        writer = new SessionWriter(
                log,
                cipher,
                signer(),
                owner.store().guard(),
                level == null ? owner.store().options().durability() : level);
        this.closing = Mono.defer(this::end).cache();
        this.retention = owner.store().retainer().limit(log, options.retention());
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
        return writer.canSign();
    }

    @Override
    public long length() {
        return view.state().length();
    }

    @Override
    public long byteLength() {
        return cipher.contentBytes(view.state());
    }

    @Override
    public long contiguousLength() {
        return Math.min(view.state().length(), log.state().contiguousLength());
    }

    @Override
    public long fork() {
        return view.state().fork();
    }

    @Override
    public Mono<Appended> append(List<ByteBuffer> blocks) {
        blocks.forEach(writer::requireLegal);
        return scope.brief(() -> writer.append(blocks));
    }

    @Override
    public Mono<Appended> append(List<ByteBuffer> blocks, Durability durability) {
        blocks.forEach(writer::requireLegal);
        return scope.brief(() -> writer.append(blocks, durability));
    }

    @Override
    public Mono<Void> sync() {
        return scope.brief(() -> changeable().sync());
    }

    @Override
    public Flux<Appended> appendAll(Publisher<ByteBuffer> blocks) {
        return scope.waiting(() -> writer.appendAll(blocks));
    }

    @Override
    public Mono<ByteBuffer> get(long index, ReadOptions how) {
        return reader.get(index, how);
    }

    @Override
    public Flux<ByteBuffer> read(BlockRange range, ReadOptions how) {
        return reader.read(range, how);
    }

    @Override
    public Flux<ByteBuffer> follow(long from) {
        return reader.follow(from, reads());
    }

    @Override
    public Mono<Boolean> has(BlockRange range) {
        return scope.brief(
                () -> Mono.just(range.end() <= length() && log.bitfield().containsAll(range)));
    }

    @Override
    public Mono<CoreInfo> info() {
        return scope.brief(() -> {
            LogState now = view.state();
            return Mono.just(new CoreInfo(
                    log.key(),
                    log.discoveryKey(),
                    now.length(),
                    cipher.contentBytes(now),
                    now.fork(),
                    contiguousLength(),
                    writable(),
                    now.rootHash(),
                    log.conflict()));
        });
    }

    @Override
    public Mono<Hash> treeHash(long length) {
        return scope.waiting(() -> {
                    if (length < 0 || length > length()) {
                        throw new IllegalArgumentException("the core has " + length() + " blocks, not " + length);
                    }
                    return length == length()
                            ? Mono.just(view.state().rootHash()).flux()
                            : TreeHash.of(log, length, reads()).flux();
                })
                .next();
    }

    @Override
    public Mono<Boolean> update() {
        return scope.waiting(() ->
                        owner.store().replication().update(log, owner.search()).flux())
                .next();
    }

    @Override
    public Flux<DownloadProgress> download(BlockRange range) {
        return scope.waiting(() -> Download.of(log, List.of(range)));
    }

    @Override
    public Flux<CoreEvent> events() {
        return scope.waiting(log::events);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    /** As {@link #close()}; {@code reason} is what the user gets from then on. */
    Mono<Void> close(ClosedException reason) {
        return Mono.defer(() -> {
            scope.end(reason);
            return closing;
        });
    }

    StoreSession owner() {
        return owner;
    }

    Log log() {
        return log;
    }

    SessionScope scope() {
        return scope;
    }

    Store.Opened opened() {
        return opened;
    }

    CoreOptions options() {
        return options;
    }

    private Mono<Void> end() {
        owner.forget(this);
        retention.dispose();
        view.close();
        extensions.end();
        scope.end(new ClosedException("this session of core " + log.discoveryKey() + " is closed"));
        Mono<Void> inactive = options.active() ? owner.store().activity().end(log) : Mono.empty();
        return inactive.then(opened.hold().release());
    }

    private SessionExtension newExtension(String name) {
        return new SessionExtension(owner.store().replication(), log, name, scope);
    }

    /** The log, for changes that need no signature. */
    private Log changeable() {
        if (!options.writable()) {
            throw new NotWritableException("this session of core " + log.discoveryKey() + " only reads");
        }
        return log;
    }

    private @Nullable LogSigner signer() {
        return view.isSnapshot() ? null : opened.signer(options);
    }

    private AuditReport report(Findings found) {
        List<BlockRange> bad = found.badBlocksIn(log.bitfield());
        long broken = bad.stream().mapToLong(BlockRange::length).sum();
        long stored = log.bitfield().count(BlockRange.of(0, log.state().length()));
        return new AuditReport(log.key(), log.discoveryKey(), stored - broken, bad, found.badNodes(), null);
    }

    @Override
    public boolean isSnapshot() {
        return view.isSnapshot();
    }

    @Override
    public boolean isClosed() {
        return scope.error() != null;
    }

    @Override
    public ReadOptions reads() {
        return options.reads();
    }

    @Override
    public int padding() {
        return cipher.padding();
    }

    @Override
    public Mono<Appended> append(List<ByteBuffer> blocks, ByteBuffer signature) {
        blocks.forEach(writer::requireLegal);
        return scope.brief(() -> {
            changeable();
            return writer.append(blocks, signature);
        });
    }

    @Override
    public Mono<Signable> signable(List<ByteBuffer> blocks) {
        return scope.brief(() -> writer.signable(blocks));
    }

    @Override
    public Mono<CoreBatch> batch() {
        return scope.brief(() -> Mono.just(new Batch(this, writer, cipher)));
    }

    @Override
    public Mono<Void> truncate(long length, long fork) {
        return scope.brief(() -> writer.truncate(length, fork));
    }

    @Override
    public Mono<Long> clear(BlockRange range) {
        return scope.brief(() -> changeable().clear(range));
    }

    @Override
    public Mono<Long> compact() {
        return scope.brief(() -> changeable().compact());
    }

    @Override
    public Mono<Void> purge() {
        return scope.brief(() -> owner.store().purge(log, opened.signer() != null || writer.canSign()));
    }

    @Override
    public Mono<Void> release() {
        return scope.brief(() -> owner.store().guard().release(log));
    }

    @Override
    public Mono<BlockPosition> seek(long bytes, ReadOptions how) {
        return reader.seek(bytes, how);
    }

    @Override
    public Flux<ByteBuffer> readBytes(ByteRange range, ReadOptions options) {
        return ByteFlow.of(this, range, options);
    }

    @Override
    public Mono<StorageSizes> sizes() {
        return scope.brief(log::sizes);
    }

    @Override
    public Mono<ByteBuffer> userData(String key) {
        return scope.brief(() -> Mono.justOrEmpty(log.userData().get(key)).map(ByteBuffer::duplicate));
    }

    @Override
    public Mono<Void> setUserData(String key, ByteBuffer value) {
        if (key.equals(UserData.NAME) || key.equals(UserData.NAMESPACE)) {
            throw new IllegalArgumentException(key + " says which key pair writes this core: it is set by opening it");
        }
        return scope.brief(() -> changeable().setUserData(Map.of(key, value)));
    }

    @Override
    public Mono<AuditReport> audit(AuditMode mode) {
        return scope.brief(() -> log.audit().flatMap(found -> {
            AuditReport report = report(found);
            return found.isSound() || mode == AuditMode.DRY_RUN
                    ? Mono.just(report)
                    : changeable().repair().thenReturn(report);
        }));
    }

    @Override
    public Flux<DownloadProgress> downloadBlocks(List<Long> indexes) {
        List<BlockRange> ranges = BlockRanges.ofBlocks(indexes);
        return scope.waiting(() -> Download.of(log, ranges));
    }

    @Override
    public Mono<Message.Data> proof(Message.Request request) {
        return scope.brief(() -> Proofs.of(log, request));
    }

    @Override
    public Mono<Boolean> applyProof(Message.Data data) {
        return scope.brief(() -> Proofs.apply(log, data));
    }

    @Override
    public Mono<List<PeerInfo>> peers() {
        return scope.brief(() -> owner.store().replication().peers(log.discoveryKey()));
    }

    @Override
    public Extension extension(String name) {
        scope.requireOpen();
        return extensions.get(name);
    }

    @Override
    public Mono<Core> snapshot() {
        return owner.again(this, CoreOptions.defaults().withWritable(false), () -> Snapshot.of(log));
    }

    @Override
    public Mono<Core> session(CoreOptions changes) {
        return owner.again(this, changes, view::again);
    }
}
