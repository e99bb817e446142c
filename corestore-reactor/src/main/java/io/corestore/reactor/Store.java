package io.corestore.reactor;

import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.core.Log;
import io.corestore.core.LogOptions;
import io.corestore.crypto.KeyDerivation;
import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.replication.CoreLookup;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.replication.Replication;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.UserData;
import io.corestore.transport.SecureOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What all store objects on one storage share: the keys, the open cores, the replication. */
final class Store implements CoreLookup {
    private final CoreStorage storage;
    private final KeyDerivation keys;
    private final StoreOptions options;
    private final LogOptions logOptions;
    private final Registry registry = new Registry();
    private final UnknownCores unknown = new UnknownCores();
    private final Replication replication;
    private final Activity activity;
    private final SecureOptions secure = SecureOptions.defaults();
    private final Mono<Void> closing;
    private volatile boolean closed;

    Store(CoreStorage storage, KeyDerivation keys, IoScheduler io, StoreOptions options, Mono<Void> afterClose) {
        this.storage = storage;
        this.keys = keys;
        this.options = options;
        this.logOptions = new LogOptions(io, options.durability(), options.readOnly());
        this.replication = new Replication(io, this, options.limits());
        this.activity = new Activity(replication);
        this.closing = Mono.defer(() -> {
                    closed = true;
                    return replication.close();
                })
                .then(Mono.defer(registry::close))
                .then(Mono.defer(storage::close))
                .onErrorComplete()
                .then(afterClose)
                .cache();
    }

    StoreOptions options() {
        return options;
    }

    CoreStorage storage() {
        return storage;
    }

    Registry registry() {
        return registry;
    }

    /** How this store's own encrypted connections behave; all of them are known by one key pair. */
    SecureOptions secure() {
        return secure;
    }

    Replication replication() {
        return replication;
    }

    Activity activity() {
        return activity;
    }

    KeyPair keyPair(Hash namespace, String name) {
        return keys.keyPair(namespace, name);
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
    Mono<Opened> open(CoreOptions wanted, Hash namespace) {
        return Mono.defer(() -> {
            requireOpen();
            Resolved first = Resolved.of(wanted, namespace, keys);
            return settle(first, wanted)
                    .flatMap(resolved -> registry.hold(
                                    resolved.discoveryKey(), openOrCreate(resolved, wanted.createIfMissing()))
                            .flatMap(hold ->
                                    check(hold, resolved).thenReturn(new Opened(hold, signer(hold.log(), resolved))))
                            .doOnDiscard(Hold.class, Hold::release));
        });
    }

    /** Another hold of a log that is held already. */
    Mono<Hold> holdAgain(Log log) {
        return registry.hold(log.discoveryKey(), Mono.just(log));
    }

    /** An open core and the key pair that the caller may sign with. */
    record Opened(Hold hold, @Nullable KeyPair signer) {}

    @Override
    public Mono<Hold> open(DiscoveryKey discoveryKey) {
        return Mono.defer(() -> {
            if (closed || registry.openLog(discoveryKey) == null && unknown.contains(discoveryKey)) {
                return Mono.empty();
            }
            Mono<Log> opener = storage.open(discoveryKey)
                    .flatMap(stored -> Log.open(discoveryKey, stored, logOptions))
                    .doOnError(CoreNotFoundException.class, e -> unknown.add(discoveryKey));
            return registry.hold(discoveryKey, opener).onErrorComplete(CoreNotFoundException.class);
        });
    }

    /** A core wanted as manifest 1 that was made as manifest 0 is that one, as in corestore 6. */
    private Mono<Resolved> settle(Resolved resolved, CoreOptions wanted) {
        boolean choice = resolved.keyPair() != null
                && wanted.key() == null
                && wanted.manifest() == null
                && wanted.keyFormat() == KeyFormat.MANIFEST_1;
        if (!choice) {
            return Mono.just(resolved);
        }
        Resolved older = resolved.as(KeyFormat.MANIFEST_0);
        return isStored(resolved)
                .flatMap(stored -> stored
                        ? Mono.just(resolved)
                        : isStored(older).map(olderStored -> olderStored ? older : resolved));
    }

    private Mono<Boolean> isStored(Resolved resolved) {
        return registry.openLog(resolved.discoveryKey()) != null
                ? Mono.just(true)
                : storage.peek(resolved.discoveryKey()).hasElement();
    }

    private Mono<Log> openOrCreate(Resolved resolved, boolean create) {
        DiscoveryKey discoveryKey = resolved.discoveryKey();
        return storage.open(discoveryKey)
                .onErrorResume(
                        CoreNotFoundException.class,
                        missing -> create && !options.readOnly()
                                ? storage.create(resolved.seed()).doOnSuccess(made -> unknown.remove(discoveryKey))
                                : Mono.error(missing))
                .flatMap(stored -> Log.open(discoveryKey, stored, logOptions));
    }

    /** A core first known by key keeps its name once it is opened by name. */
    private Mono<Void> check(Hold hold, Resolved resolved) {
        Log log = hold.log();
        if (!log.key().equals(resolved.key())) {
            return hold.release()
                    .then(Mono.error(new CoreConflictException("another core is stored at " + log.discoveryKey())));
        }
        boolean named =
                log.userData().entrySet().containsAll(resolved.userData().entrySet());
        return named || options.readOnly() ? Mono.empty() : log.setUserData(resolved.userData());
    }

    private @Nullable KeyPair signer(Log log, Resolved resolved) {
        KeyPair given = resolved.keyPair();
        if (given != null) {
            return given.hasSecretKey() && signs(log, given) ? given : null;
        }
        KeyPair stored = log.storedKeyPair();
        if (stored != null && stored.hasSecretKey() && signs(log, stored)) {
            return stored;
        }
        KeyPair named = named(log.userData());
        return named != null && signs(log, named) ? named : null;
    }

    private @Nullable KeyPair named(Map<String, ByteBuffer> userData) {
        ByteBuffer name = userData.get(UserData.NAME);
        ByteBuffer namespace = userData.get(UserData.NAMESPACE);
        if (name == null || namespace == null || namespace.remaining() != Hash.BYTES) {
            return null;
        }
        byte[] bytes = new byte[Hash.BYTES];
        namespace.duplicate().get(bytes);
        return keys.keyPair(
                Hash.of(bytes), StandardCharsets.UTF_8.decode(name.duplicate()).toString());
    }

    private static boolean signs(Log log, KeyPair keyPair) {
        return log.assumedManifest().signerIndex(keyPair.publicKey()) >= 0;
    }
}
