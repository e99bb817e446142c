package io.corestore.reactor;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BackupReport;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.GroupUpdate;
import io.corestore.OpenCore;
import io.corestore.Peer;
import io.corestore.StoreEvent;
import io.corestore.StoreSessionOptions;
import io.corestore.StoredCoreInfo;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.replication.PeerSearch;
import io.corestore.spi.UserData;
import io.corestore.transport.SecureChannel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store as one user sees it: a namespace, rights, and the sessions got through it. */
final class StoreSession implements Corestore {
    private static final int AHEAD = 1; // a core of a listing costs a read

    private final Store store;
    private final Scope scope;
    private final PeerSearch search;
    private final EndSignal end = new EndSignal();
    private final Mono<Void> closing;

    /** @param afterwards what closes after the sessions got through this store object */
    StoreSession(Store store, Scope scope, Mono<Void> afterwards) {
        this.store = store;
        this.scope = scope;
        this.search = new PeerSearch(store.replication()::searchEnded);
        this.closing = Mono.defer(this::end).then(afterwards).cache();
    }

    Store store() {
        return store;
    }

    PeerSearch search() {
        return search;
    }

    @Override
    public Mono<Core> get() {
        return Mono.defer(() -> get(HexFormat.of().formatHex(RandomKeys.next())));
    }

    @Override
    public Mono<Core> defaultCore() {
        return get(scope.defaultName());
    }

    @Override
    public Mono<Core> get(CoreOptions options) {
        CoreOptions full = scope.limit(options.over(store.options().coreDefaults()));
        Resolved.requireMeaning(full);
        return deliver(Mono.defer(() -> {
            requireOpen();
            return store.open(full, scope)
                    .map(opened -> session(opened, full, View.live(opened.hold().log())));
        }));
    }

    @Override
    public <T> Flux<T> use(CoreOptions options, Function<? super Core, ? extends Publisher<T>> work) {
        return Flux.usingWhen(get(options), work, Core::close);
    }

    @Override
    public Corestore namespace(String name) {
        return within(scope.namespace().child(name));
    }

    @Override
    public Corestore namespace(byte[] name) {
        return within(scope.namespace().child(name));
    }

    @Override
    public Corestore randomNamespace() {
        return namespace(RandomKeys.next());
    }

    @Override
    public Mono<Corestore> namespace(Core bootstrap) {
        return bootstrap
                .userData(UserData.NAMESPACE)
                .mapNotNull(OwnUserData::hash)
                .<Corestore>map(hash -> within(Namespace.of(hash)))
                .defaultIfEmpty(within(scope.namespace()));
    }

    @Override
    public Corestore session(StoreSessionOptions options) {
        return new StoreSession(store, scope.changedBy(options), options.attached() ? closing : Mono.empty());
    }

    @Override
    public Hash namespace() {
        return scope.namespace().hash();
    }

    @Override
    public Mono<KeyPair> keyPair(String name) {
        return Mono.defer(() -> {
            requireOpen();
            return Mono.fromSupplier(() -> scope.keyPair(name));
        });
    }

    @Override
    public Flux<StoredCoreInfo> list() {
        return signalled(Flux.defer(() -> store.catalogue().list()));
    }

    @Override
    public Mono<StoredCoreInfo> stored(DiscoveryKey discoveryKey) {
        return signalled(store.catalogue().find(discoveryKey).flux()).next();
    }

    @Override
    public List<OpenCore> cores() {
        Set<DiscoveryKey> held = store.sessions().held();
        return store.registry().openLogs().stream()
                .map(log -> new OpenCore(
                        log.key(),
                        log.discoveryKey(),
                        log.state().length(),
                        log.state().fork(),
                        held.contains(log.discoveryKey())))
                .toList();
    }

    @Override
    public Flux<StoreEvent> events() {
        return signalled(store.events().asFlux());
    }

    @Override
    public Flux<GroupUpdate> group(Hash topic) {
        return signalled(store.groups().of(topic));
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
        return Flux.defer(() -> {
            requireOpen();
            return SecureChannel.run(initiator, inbound, this::replicateOwn, store.secure());
        });
    }

    private Flux<Message> replicateOwn(PeerLink link, Publisher<Message> inbound) {
        return Flux.defer(() -> {
            requireOpen();
            return store.replication().joinOwn(link, inbound);
        });
    }

    @Override
    public Mono<List<Peer>> peers() {
        return signalled(store.replication().connections().flux()).next();
    }

    @Override
    public Mono<Integer> disconnect(Hash remoteKey) {
        return signalled(store.replication().disconnect(remoteKey).flux()).next();
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    /** Another session with the rights of one that is open. */
    Mono<Core> again(CoreSession session, CoreOptions changes, Supplier<View> view) {
        CoreOptions full = scope.limit(sessionOptions(session, changes));
        return deliver(Mono.defer(() -> {
            requireOpen();
            Mono<Hold> hold = changes.exclusive() && full.writable()
                    ? store.holdExclusively(session.log())
                    : store.holdAgain(session.log());
            return hold.map(
                    held -> session(new Store.Opened(held, session.opened().signer()), full, view.get()));
        }));
    }

    /** A session gives no more rights than it has. */
    private static CoreOptions sessionOptions(CoreSession session, CoreOptions changes) {
        CoreOptions options = changes.over(session.options());
        return options.withWritable(options.writable() && session.options().writable());
    }

    void forget(CoreSession session) {
        store.sessions().remove(session);
    }

    private StoreSession within(Namespace namespace) {
        return new StoreSession(store, scope.in(namespace), Mono.empty());
    }

    private CoreSession session(Store.Opened opened, CoreOptions options, View view) {
        CoreSession session = new CoreSession(this, opened, options, view);
        store.sessions().add(session);
        try {
            requireOpen();
        } catch (ClosedException meanwhile) {
            session.close(meanwhile).subscribe();
            throw meanwhile;
        }
        return session;
    }

    private Mono<Core> deliver(Mono<CoreSession> opening) {
        return Handover.on(store.options().signals(), opening, CoreSession::close)
                .<Core>map(session -> session)
                .doOnDiscard(CoreSession.class, session -> session.close().subscribe())
                .doOnDiscard(Hold.class, hold -> hold.release().subscribe());
    }

    private <T> Flux<T> signalled(Flux<T> work) {
        return Flux.defer(() -> {
                    requireOpen();
                    return work;
                })
                .takeUntilOther(end.asMono())
                .publishOn(store.options().signals(), AHEAD);
    }

    private Mono<Void> end() {
        ClosedException closed = new ClosedException("the store is closed");
        end.end(closed);
        return store.sessions().close(session -> session.owner() == this, closed);
    }

    private void requireOpen() {
        Throwable ended = end.error();
        if (ended != null) {
            throw Exceptions.propagate(ended);
        }
        store.requireOpen();
    }

    @Override
    public Disposable findingPeers() {
        return search.begin();
    }

    @Override
    public Mono<Core> staticify(Core core) {
        return StaticCopy.of(core, this::get);
    }

    @Override
    public Flux<AuditReport> audit(AuditMode mode) {
        return signalled(Audits.of(this, store.catalogue().discoveryKeys(), mode));
    }

    @Override
    public Mono<BackupReport> backup(Path target) {
        return signalled(Backups.to(target, store::backup).flux()).next();
    }

    @Override
    public Mono<Void> suspend() {
        return signalled(store.suspend().flux()).then();
    }

    @Override
    public Mono<Void> resume() {
        return signalled(store.resume().flux()).then();
    }
}
