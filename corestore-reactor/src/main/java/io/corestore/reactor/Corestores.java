package io.corestore.reactor;

import io.corestore.BackupReport;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Durability;
import io.corestore.PeerAuthorizer;
import io.corestore.Retention;
import io.corestore.crypto.KeyDerivation;
import io.corestore.crypto.KeySeal;
import io.corestore.replication.ReplicationLimits;
import io.corestore.replication.ReplicationSettings;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.CoreStorageProvider;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StagedStorage;
import io.corestore.spi.StorageOptions;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Opens stores. */
public final class Corestores {
    /** How much space a store in a folder leaves free: 256 MiB. See {@link Builder#freeSpaceFloor}. */
    public static final long DEFAULT_FLOOR = 256L << 20;

    private Corestores() {}

    /** The store of a folder, made if it is not there. See {@link Builder#open()}. */
    public static Mono<Corestore> open(Path folder) {
        return at(folder).open();
    }

    /** The store of a folder, made if it is not there. See {@link Builder#open()}. */
    public static Mono<Corestore> open(String folder) {
        return open(Path.of(folder));
    }

    /** The store on a storage that is open; closing the store closes the storage. */
    public static Mono<Corestore> open(CoreStorage storage) {
        return on(storage).open();
    }

    /** Starts a store of a folder with options. */
    public static Builder at(Path folder) {
        return new Builder(options -> storage(folder, options), DEFAULT_FLOOR);
    }

    /** Starts a store on an open storage, with options. */
    public static Builder on(CoreStorage storage) {
        return new Builder(options -> Mono.just(storage), 0);
    }

    /**
     * Makes a store of a backup, in a folder that is missing or empty; the backup stays as it is and needs no seal. Cores that
     * could be written to are not signed for at first: see {@link Corestore#backup}, which tells of errors, too.
     */
    public static Mono<BackupReport> restore(Path backup, Path folder) {
        return Backups.copy(backup, folder);
    }

    /** A new storage that becomes that of a folder. */
    static Mono<StagedStorage> staged(Path folder, StorageOptions options) {
        return options.io().defer(Mono.defer(() -> provider().stage(folder, options)));
    }

    /** Looks for the provider where files are touched: that reads files as well. */
    static Mono<CoreStorage> storage(Path folder, StorageOptions options) {
        return options.io().defer(Mono.defer(() -> provider().open(folder, options)));
    }

    private static CoreStorageProvider provider() {
        return ServiceLoader.load(CoreStorageProvider.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no storage for folders: add the dependency io.corestore:corestore-storage"));
    }

    /** Options of a store; each method changes this builder and returns it. */
    public static final class Builder {

        private final Function<StorageOptions, Mono<CoreStorage>> storage;
        private Durability durability = Durability.SYNC;
        private KeySource keys = KeySource.STORED;
        private Scheduler signals = Schedulers.parallel();
        private ReplicationSettings replication = ReplicationSettings.DEFAULT;
        private boolean readOnly;
        private StoreOptions.Space space;
        private Retainer.Quotas quotas = Retainer.Quotas.NONE;
        private CoreOptions coreDefaults = CoreOptions.defaults();

        private Builder(Function<StorageOptions, Mono<CoreStorage>> storage, long floor) {
            this.storage = storage;
            this.space = new StoreOptions.Space(floor, Schedulers.parallel());
        }

        /** When a write counts as done; default {@link Durability#SYNC}. */
        public Builder durability(Durability level) {
            durability = level;
            return this;
        }

        /** 32 bytes to derive all key pairs from, stored if the store has no primary key yet; default: the stored one. */
        public Builder primaryKey(byte[] key) {
            keys = keys.withPrimaryKey(key, false);
            return this;
        }

        /**
         * As {@link #primaryKey}, stored in the place of the stored one. Cores and the secret keys kept with them stay. Opening
         * fails with a {@link io.corestore.error.WrongSealException} if the stored one is sealed.
         */
        public Builder overwritePrimaryKey(byte[] key) {
            keys = keys.withPrimaryKey(key, true);
            return this;
        }

        /**
         * Opens a store whose primary key is sealed, or makes one: see {@link Sealing}. Opening fails with a
         * {@link io.corestore.error.WrongSealException} if it was sealed with another seal, or is not sealed.
         */
        public Builder sealedWith(KeySeal seal) {
            keys = keys.withSeal(seal);
            return this;
        }

        /**
         * Derives the key pairs of named cores this way, and not from the primary key. Another derivation gives every name
         * another core; Node finds them by key alone.
         */
        public Builder keyDerivation(KeyDerivation derivation) {
            keys = keys.withDerivation(derivation);
            return this;
        }

        /**
         * What options of a core do not say, in all namespaces.
         *
         * @throws IllegalArgumentException if they say which core is meant
         */
        public Builder coreDefaults(CoreOptions defaults) {
            if (defaults.isIdentified()) {
                throw new IllegalArgumentException("defaults are for every core and cannot name one: " + defaults);
            }
            coreDefaults = defaults;
            return this;
        }

        /**
         * How many cores that only peers asked for stay open, those used last; default 1,000. Part of {@link #limits}:
         * whichever is said last counts.
         */
        public Builder cacheSize(int cores) {
            if (cores < 0) {
                throw new IllegalArgumentException("a cache of " + cores + " cores");
            }
            return limits(replication.limits().withPassiveCores(cores));
        }

        /** Where users get their signals; default {@link Schedulers#parallel()}. */
        public Builder signalsOn(Scheduler scheduler) {
            signals = scheduler;
            return this;
        }

        /** How much a peer may make this store hold or do. */
        public Builder limits(ReplicationLimits limits) {
            replication = replication.withLimits(limits);
            return this;
        }

        /** Which peers may have which cores; default {@link PeerAuthorizer#ALL}: whoever knows a core's key. */
        public Builder authorizer(PeerAuthorizer authorizer) {
            replication = replication.withAuthorizer(authorizer);
            return this;
        }

        /**
         * Below how many usable bytes of the storage nothing is fetched from peers any more, and what they send is dropped; 0
         * does not care. Connections stay, own appends go on until nothing fits, and downloads go on by themselves once there
         * is space again; {@link Corestore#events} tells of it. The default is {@link #DEFAULT_FLOOR} for a folder, and 0 for
         * other storages.
         */
        public Builder freeSpaceFloor(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("a floor of " + bytes + " bytes");
            }
            space = new StoreOptions.Space(bytes, space.clock());
            return this;
        }

        /**
         * Keeps no more than this of all cores together, open or not: the oldest blocks of the core that was written to least
         * recently go first. Each stored core is opened once for that, in the background, when the store opens.
         */
        public Builder retention(Retention retention) {
            quotas = new Retainer.Quotas(quotas.namespaces(), retention);
            return this;
        }

        /** As {@link #retention(Retention)}, of the cores that were made by name in {@code store.namespace(name)}. */
        public Builder retention(String namespace, Retention retention) {
            quotas = quotas.with(Namespace.ROOT.child(namespace).hash(), retention);
            return this;
        }

        /** Whose time counts. */
        Builder clock(Scheduler scheduler) {
            space = new StoreOptions.Space(space.floor(), scheduler);
            return this;
        }

        /** True leaves the folder exactly as it is; no lock is taken and nothing can be written. */
        public Builder readOnly(boolean only) {
            readOnly = only;
            return this;
        }

        /**
         * Opens the store: makes the folder if it is missing, takes its lock, reads its primary key or makes one. Each
         * subscription opens a store.
         *
         * <p>Errors: {@link io.corestore.error.StoreLockedException}, {@link io.corestore.error.StorageFailedException},
         * {@link io.corestore.error.WrongSealException}.
         */
        public Mono<Corestore> open() {
            return Mono.defer(() -> {
                IoScheduler io = IoScheduler.create();
                StoreOptions options =
                        new StoreOptions(durability, signals, replication, readOnly, space, quotas, coreDefaults);
                Mono<StoreSession> work = storage.apply(StorageOptions.on(io).withReadOnly(readOnly))
                        .flatMap(opened -> Delivery.of(opened(opened, io, options), opened::close))
                        .doOnError(error -> io.dispose());
                return Handover.on(signals, work, StoreSession::close)
                        .<Corestore>map(store -> store)
                        .doOnDiscard(StoreSession.class, store -> store.close().subscribe());
            });
        }

        private Mono<StoreSession> opened(CoreStorage opened, IoScheduler io, StoreOptions options) {
            return keys.open(opened)
                    .map(known -> store(known, io, options))
                    .onErrorResume(error -> opened.close().then(Mono.error(error)));
        }

        private static StoreSession store(KeySource.Keys keys, IoScheduler io, StoreOptions options) {
            Store store = new Store(keys.storage(), options, Mono.fromRunnable(io::dispose));
            return new StoreSession(store, Scope.of(keys.derivation(), !options.readOnly()), store.close());
        }
    }
}
