package io.corestore.reactor;

import io.corestore.BackupReport;
import io.corestore.CoreOptions;
import io.corestore.StoreEvent;
import io.corestore.core.Broadcast;
import io.corestore.core.Log;
import io.corestore.core.LogOptions;
import io.corestore.core.LogSigner;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.NotWritableException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.KeyPair;
import io.corestore.replication.CoreLookup;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.replication.Intake;
import io.corestore.replication.Replication;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.transport.SecureOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What all store objects on one storage share: the open cores and who holds them, the replication, what is told. */
final class Store implements CoreLookup {
    private static final long NEXT_FORK = -1;

    private final CoreStorage storage;
    private final Catalogue catalogue;
    private final StoreOptions options;
    private final Broadcast<StoreEvent> events = new Broadcast<>();
    private final Groups groups = new Groups();
    private final Registry registry = new Registry(this::closed);
    private final OpenSessions sessions = new OpenSessions();
    private final Exclusive exclusive = new Exclusive();
    private final Suspension suspension;
    private final Guard guard;
    private final Resolver resolver;
    private final LogOpener opener;
    private final Replication replication;
    private final SpaceFloor floor;
    private final Retainer retainer;
    private final Activity activity;
    private final SecureOptions secure = SecureOptions.defaults();
    private final Mono<Void> closing;
    private volatile boolean closed;

    Store(CoreStorage storage, StoreOptions options, Mono<Void> afterClose) {
        IoScheduler io = storage.io();
        this.storage = storage;
        this.options = options;
        this.suspension = new Suspension(storage, registry, this::evict);
        this.catalogue = new Catalogue(
                storage,
                registry,
                () -> !options.readOnly() && !suspension.gate().isShut());
        this.resolver = new Resolver(registry, storage);
        LogOptions logOptions =
                new LogOptions(io, storage.systemRun().cache(), options.durability(), options.readOnly());
        Graves graves = new Graves(storage);
        this.guard = new Guard(graves);
        this.opener = new LogOpener(new LogOpener.Place(storage, suspension, graves), logOptions, this::opened);
        StoreOptions.Space space = options.space();
        this.floor =
                new SpaceFloor(space.floor(), storage.usableSpace(), space.clock(), events::tell, this::spaceIsBack);
        this.replication = new Replication(
                io, this, new PeerEvents(events), options.replication().withClock(space.clock()));
        this.activity = new Activity(replication);
        this.retainer = new Retainer(options.readOnly() ? Retainer.Quotas.NONE : options.quotas(), this::open);
        retainer.start(catalogue.discoveryKeys());
        this.closing = Mono.defer(this::closeSessions)
                .then(Mono.defer(replication::close))
                .doFinally(end -> endBackground())
                .then(Mono.defer(registry::close))
                .then(Mono.defer(storage::close))
                .onErrorComplete()
                .then(afterClose)
                .cache();
    }

    StoreOptions options() {
        return options;
    }

    Guard guard() {
        return guard;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Registry registry() {
        return registry;
    }

    OpenSessions sessions() {
        return sessions;
    }

    Broadcast<StoreEvent> events() {
        return events;
    }

    Groups groups() {
        return groups;
    }

    /** How this store's own encrypted connections behave; all of them are known by one key pair. */
    SecureOptions secure() {
        return secure;
    }

    Replication replication() {
        return replication;
    }

    Retainer retainer() {
        return retainer;
    }

    Activity activity() {
        return activity;
    }

    @Override
    public Intake intake() {
        return floor;
    }

    void requireOpen() {
        if (closed) {
            throw new ClosedException("the store is closed");
        }
    }

    Mono<Void> close() {
        return closing;
    }

    /** Opens what the options mean, creating it if asked to. */
    Mono<Opened> open(CoreOptions wanted, Scope scope) {
        return Mono.defer(() -> {
            requireOpen();
            return resolver.resolve(wanted, scope)
                    .flatMap(resolved -> hold(resolved, wanted)
                            .flatMap(hold -> Delivery.of(
                                    opened(hold, resolved, scope).flatMap(opened -> overwritten(opened, wanted)),
                                    hold::release)));
        });
    }

    /** Copies everything to a new storage: see {@link io.corestore.Corestore#backup}. */
    Mono<BackupReport> backup(CoreStorage target) {
        return new Backup(this, storage, target).run();
    }

    /** See {@link io.corestore.Corestore#suspend()}. */
    Mono<Void> suspend() {
        return suspension.suspend();
    }

    /** See {@link io.corestore.Corestore#resume()}. */
    Mono<Void> resume() {
        return suspension.resume().doOnSuccess(done -> {
            catalogue.forgetAll();
            opener.forgetUnknown();
            replication.resumed();
        });
    }

    /**
     * Deletes a core, whoever uses it. Who opens it meanwhile waits for that.
     *
     * @param written whether it could be written here
     */
    Mono<Void> purge(Log log, boolean written) {
        DiscoveryKey discoveryKey = log.discoveryKey();
        Mono<Void> deletion = Mono.defer(() -> guard.graves().delete(log, written))
                .doFinally(end -> {
                    catalogue.forget(discoveryKey);
                    retainer.forget(discoveryKey);
                });
        return suspension.gate().pass(() -> {
            if (options.readOnly()) {
                throw new NotWritableException("the store is open for reading only");
            }
            ClosedException reason = new ClosedException("core " + discoveryKey + " was purged");
            return evict(discoveryKey, reason, deletion);
        });
    }

    /** Ends every use of a core here, by users and by peers, and closes it; {@code reason} is what users get. */
    Mono<Void> evict(DiscoveryKey discoveryKey, ClosedException reason) {
        return evict(discoveryKey, reason, Mono.empty());
    }

    /** Another hold of a log that is held already. */
    Mono<Hold> holdAgain(Log log) {
        return registry.hold(log.discoveryKey(), Mono.just(log));
    }

    /** Another hold of a log that is held already, once nobody else has it exclusively. */
    Mono<Hold> holdExclusively(Log log) {
        return exclusive.hold(log.discoveryKey(), holdAgain(log));
    }

    /** An open core and the key pair that the caller may sign with. */
    record Opened(Hold hold, @Nullable KeyPair signer) {
        /** How the caller signs with these options; null if it cannot. */
        @Nullable
        LogSigner signer(CoreOptions with) {
            Log log = hold.log();
            if (!with.writable()) {
                return null;
            }
            return !with.signers().isEmpty() ? log.signer(with.signers()) : signer == null ? null : log.signer(signer);
        }
    }

    @Override
    public Mono<Hold> open(DiscoveryKey discoveryKey) {
        return Mono.defer(() -> {
            if (closed || registry.openLog(discoveryKey) == null && opener.isUnknown(discoveryKey)) {
                return Mono.empty();
            }
            return registry.hold(discoveryKey, opener.forPeer(discoveryKey))
                    .onErrorComplete(CoreNotFoundException.class);
        });
    }

    private Mono<Void> evict(DiscoveryKey discoveryKey, ClosedException reason, Mono<Void> afterwards) {
        return Mono.when(
                sessions.close(session -> session.discoveryKey().equals(discoveryKey), reason),
                Mono.defer(() -> replication.letGo(discoveryKey)),
                registry.close(discoveryKey, afterwards));
    }

    private Mono<Hold> hold(Resolved resolved, CoreOptions wanted) {
        Mono<Hold> mine = registry.hold(resolved.discoveryKey(), opener.forUser(resolved, wanted));
        // the opening shared may be that of a peer, who creates nothing
        Mono<Hold> hold =
                wanted.createIfMissing() ? mine.onErrorResume(CoreNotFoundException.class, missing -> mine) : mine;
        return wanted.exclusive() && wanted.writable() ? exclusive.hold(resolved.discoveryKey(), hold) : hold;
    }

    private Mono<Opened> opened(Hold hold, Resolved resolved, Scope scope) {
        return Adoption.of(hold.log(), resolved, options.readOnly())
                .then(Mono.fromSupplier(() -> new Opened(hold, SigningRights.find(hold.log(), resolved, scope))));
    }

    private Mono<Opened> overwritten(Opened opened, CoreOptions wanted) {
        Log log = opened.hold().log();
        if (!wanted.overwrite() || log.state().length() == 0) {
            return Mono.just(opened);
        }
        guard.require(log);
        LogSigner signer = opened.signer(wanted);
        return signer == null
                ? Mono.error(new NotWritableException("core " + log.discoveryKey()
                        + " cannot be overwritten: this session has no secret key of its signer, or is read-only"))
                : log.truncate(0, NEXT_FORK, signer).thenReturn(opened);
    }

    private void endBackground() {
        floor.close();
        retainer.close();
    }

    private void spaceIsBack() {
        replication.resumed();
    }

    private void opened(Log log, @Nullable CoreOptions with) {
        catalogue.forget(log.discoveryKey());
        groups.watch(log);
        DamageWatch.of(log, events);
        retainer.opened(log);
        events.tell(new StoreEvent.CoreOpened(log.key(), log.discoveryKey(), with));
    }

    private void closed(Log log) {
        catalogue.forget(log.discoveryKey());
        events.tell(new StoreEvent.CoreClosed(log.key(), log.discoveryKey()));
    }

    private Mono<Void> closeSessions() {
        closed = true;
        exclusive.close();
        return sessions.close(session -> true, new ClosedException("the store is closed"));
    }
}
