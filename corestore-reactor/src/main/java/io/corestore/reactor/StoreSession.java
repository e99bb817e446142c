package io.corestore.reactor;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.GroupUpdate;
import io.corestore.OpenCore;
import io.corestore.StoreEvent;
import io.corestore.StoreSessionOptions;
import io.corestore.StoredCoreInfo;
import io.corestore.core.Log;
import io.corestore.crypto.KeyDerivation;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.replication.PeerSearch;
import io.corestore.spi.StoredHead;
import io.corestore.spi.UserData;
import io.corestore.transport.SecureChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store as one user sees it: a namespace, and the sessions got through it. */
final class StoreSession implements Corestore {
    private final Store store;
    private final Hash namespace;
    private final boolean root;
    private final PeerSearch search;
    private final Set<CoreSession> sessions = ConcurrentHashMap.newKeySet();
    private final Mono<Void> closing;
    private volatile boolean closed;

    StoreSession(Store store, Hash namespace, boolean root) {
        this.store = store;
        this.namespace = namespace;
        this.root = root;
        this.search = new PeerSearch(store.replication()::searchEnded);
        this.closing = Mono.defer(this::end).cache();
    }

    Store store() {
        return store;
    }

    PeerSearch search() {
        return search;
    }

    @Override
    public Mono<Core> get(CoreOptions options) {
        return deliver(Mono.defer(() -> {
            requireOpen();
            return store.open(options, namespace).map(opened -> session(opened, options));
        }));
    }

    @Override
    public <T> Flux<T> use(CoreOptions options, Function<? super Core, ? extends Publisher<T>> work) {
        return Flux.usingWhen(get(options), work, Core::close);
    }

    @Override
    public Corestore namespace(String name) {
        return namespace(name.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Corestore namespace(byte[] name) {
        return new StoreSession(store, KeyDerivation.namespace(namespace, name), false);
    }

    @Override
    public Hash namespace() {
        return namespace;
    }

    @Override
    public Mono<KeyPair> keyPair(String name) {
        return Mono.fromSupplier(() -> store.keyPair(namespace, name));
    }

    @Override
    public Flux<StoredCoreInfo> list() {
        return Flux.defer(() -> {
                    requireOpen();
                    return store.storage().list();
                })
                .map(this::describe)
                .publishOn(store.options().signals());
    }

    @Override
    public Flux<Message> replicate(PeerLink link, Publisher<Message> inbound) {
        return Flux.defer(() -> {
            requireOpen();
            return store.replication().join(link, inbound);
        });
    }

    @Override
    public Flux<ByteBuffer> replicate(boolean initiator, Publisher<ByteBuffer> inbound) {
        return SecureChannel.run(initiator, inbound, this::replicateOwn, store.secure());
    }

    private Flux<Message> replicateOwn(PeerLink link, Publisher<Message> inbound) {
        return Flux.defer(() -> {
            requireOpen();
            return store.replication().joinOwn(link, inbound);
        });
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    /** Another session with the rights of one that is open. */
    Mono<Core> again(CoreSession session, CoreOptions changes) {
        return deliver(Mono.defer(() -> {
            requireOpen();
            return store.holdAgain(session.log())
                    .map(hold -> session(new Store.Opened(hold, session.signer()), changes.over(session.options())));
        }));
    }

    void forget(CoreSession session) {
        sessions.remove(session);
    }

    private CoreSession session(Store.Opened opened, CoreOptions options) {
        CoreSession session = new CoreSession(this, opened, options);
        sessions.add(session);
        if (closed) {
            session.close().subscribe();
            throw new ClosedException("the store was closed while the core opened");
        }
        return session;
    }

    private Mono<Core> deliver(Mono<CoreSession> opening) {
        return opening.<Core>map(session -> session)
                .publishOn(store.options().signals())
                .doOnDiscard(CoreSession.class, session -> session.close().subscribe())
                .doOnDiscard(Hold.class, hold -> hold.release().subscribe());
    }

    private Mono<Void> end() {
        closed = true;
        Mono<Void> mine = Flux.fromIterable(List.copyOf(sessions))
                .flatMap(CoreSession::close)
                .then();
        return root ? mine.then(store.close()) : mine;
    }

    private void requireOpen() {
        if (closed) {
            throw new ClosedException("the store is closed");
        }
        store.requireOpen();
    }

    private StoredCoreInfo describe(StoredHead head) {
        Log log = store.registry().openLog(head.discoveryKey());
        return new StoredCoreInfo(
                head.key(),
                head.discoveryKey(),
                log == null ? head.length() : log.state().length(),
                log == null ? head.fork() : log.state().fork(),
                name(head),
                namespace(head),
                null);
    }

    private static @Nullable String name(StoredHead head) {
        ByteBuffer name = head.userData().get(UserData.NAME);
        return name == null
                ? null
                : StandardCharsets.UTF_8.decode(name.duplicate()).toString();
    }

    private static @Nullable Hash namespace(StoredHead head) {
        ByteBuffer namespace = head.userData().get(UserData.NAMESPACE);
        if (namespace == null || namespace.remaining() != Hash.BYTES) {
            return null;
        }
        byte[] bytes = new byte[Hash.BYTES];
        namespace.duplicate().get(bytes);
        return Hash.of(bytes);
    }

    @Override
    public Mono<Core> get() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Core> defaultCore() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Corestore randomNamespace() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Corestore> namespace(Core bootstrap) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Corestore session(StoreSessionOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<StoredCoreInfo> stored(DiscoveryKey discoveryKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<OpenCore> cores() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<StoreEvent> events() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<GroupUpdate> group(Hash topic) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Disposable findingPeers() {
        return search.begin();
    }

    @Override
    public Mono<Core> staticify(Core core) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flux<AuditReport> audit(AuditMode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> suspend() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mono<Void> resume() {
        throw new UnsupportedOperationException();
    }
}
