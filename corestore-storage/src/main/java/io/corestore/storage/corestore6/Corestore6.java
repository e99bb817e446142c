package io.corestore.storage.corestore6;

import io.corestore.error.ClosedException;
import io.corestore.error.CoreConflictException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.CorestoreException;
import io.corestore.error.NotWritableException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.spi.StoredHead;
import io.corestore.spi.Tombstone;
import io.corestore.storage.io.FilePool;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.KeyPlace;
import io.corestore.storage.io.Volume;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A store in the format of corestore 6, wherever its files are. */
public final class Corestore6 implements CoreStorage {
    private static final int READ_AHEAD = 4;
    private final Volume volume;
    private final StorageOptions options;
    private final Identity identity;
    private final CoreFolders folders;
    private final Tombstones tombstones;
    private final FilePool pool;
    private final ConcurrentMap<DiscoveryKey, FileCore> open = new ConcurrentHashMap<>();
    private final Mono<Void> closing;
    private volatile boolean closed;

    /** The lock, where there is one, must be held. */
    public Corestore6(Volume volume, KeyPlace key, StorageOptions options) {
        this.volume = volume;
        this.options = options;
        this.identity = new Identity(key, volume, options.readOnly());
        this.folders = new CoreFolders(volume);
        this.tombstones = new Tombstones(volume);
        this.pool = new FilePool(options.poolSize());
        this.closing = Mono.defer(this::closeNow).onErrorComplete().cache();
    }

    @Override
    public Mono<byte[]> identity(Supplier<byte[]> fresh) {
        return call(() -> identity.get(fresh));
    }

    @Override
    public Mono<Void> replaceIdentity(byte[] key) {
        return run(() -> identity.replace(key));
    }

    @Override
    public Mono<Boolean> isSealed() {
        return call(identity::isSealed);
    }

    @Override
    public Mono<byte[]> sealedIdentity(Supplier<byte[]> fresh) {
        return call(() -> identity.sealed(fresh));
    }

    @Override
    public Mono<Void> seal(byte[] sealed) {
        return run(() -> identity.seal(sealed));
    }

    @Override
    public Mono<Void> unseal(byte[] key) {
        return run(() -> identity.unseal(key));
    }

    @Override
    public IoScheduler io() {
        return options.io();
    }

    @Override
    public Mono<Void> lock() {
        return run(identity::lock);
    }

    @Override
    public Mono<Void> unlock() {
        return run(identity::unlock);
    }

    @Override
    public Mono<StoredCore> create(CoreSeed seed) {
        return claimed(seed.discoveryKey(), files -> {
            checkWritable();
            if (new CoreLoader(files).exists()) {
                throw new CoreConflictException("core " + files.discoveryKey() + " is stored already");
            }
            folders.make(files, seed, tombstones.get(seed.discoveryKey()) != null);
        });
    }

    @Override
    public Mono<StoredCore> open(DiscoveryKey discoveryKey) {
        return claimed(discoveryKey, files -> {
            if (!new CoreLoader(files).exists()) {
                throw new CoreNotFoundException("core " + discoveryKey + " is not stored");
            }
        });
    }

    @Override
    public Mono<StoredHead> peek(DiscoveryKey discoveryKey) {
        return call(() -> {
            FileCore core = open.get(discoveryKey);
            StoredHead head = core == null ? null : core.peek();
            return head == null ? peekFiles(discoveryKey) : head;
        });
    }

    @Override
    public Flux<DiscoveryKey> discoveryKeys() {
        return names(CoreFiles.CORES)
                .concatMap(first -> names(CoreFiles.CORES + "/" + first)
                        .concatMap(second -> names(CoreFiles.CORES + "/" + first + "/" + second)
                                .mapNotNull(id -> CoreFiles.parse(first, second, id))));
    }

    @Override
    public Flux<StoredHead> list() {
        return discoveryKeys()
                .flatMapSequential(
                        key -> peek(key).onErrorResume(CorestoreException.class, unreadable -> Mono.empty()),
                        READ_AHEAD,
                        1);
    }

    @Override
    public Mono<Void> remove(DiscoveryKey discoveryKey) {
        Tombstone going = new Tombstone(discoveryKey, 0, 0);
        return call(() -> {
                    checkWritable();
                    return folders.isEmpty(discoveryKey);
                })
                .flatMap(nothing -> nothing
                        ? Mono.<Void>empty()
                        : removed(discoveryKey, () -> tombstones.put(going)).then(run(() -> tombstones.remove(going))));
    }

    @Override
    public Mono<Void> bury(Tombstone tombstone) {
        return removed(tombstone.discoveryKey(), () -> tombstones.put(tombstone));
    }

    @Override
    public Mono<Tombstone> tombstone(DiscoveryKey discoveryKey) {
        return call(() -> tombstones.get(discoveryKey));
    }

    @Override
    public Flux<Tombstone> tombstones() {
        return call(tombstones::keys).flatMapIterable(keys -> keys).concatMap(this::tombstone);
    }

    @Override
    public Mono<Void> exhume(DiscoveryKey discoveryKey) {
        return run(() -> {
            checkWritable();
            tombstones.remove(discoveryKey);
        });
    }

    @Override
    public Mono<Long> usableSpace() {
        return call(() -> IoErrors.mapped("ask for the free space of", "the store", volume::usableSpace));
    }

    @Override
    public Mono<String> systemRun() {
        return call(volume::systemRun);
    }

    @Override
    public Mono<Void> close() {
        return closing;
    }

    /** How many files are open now. */
    public int openFiles() {
        return pool.openFiles();
    }

    private Mono<Void> closeNow() {
        closed = true;
        return Flux.fromIterable(List.copyOf(open.values()))
                .flatMap(FileCore::close)
                .then(options.io().call(() -> {
                    identity.unlock();
                    return null;
                }));
    }

    private Mono<Void> removed(DiscoveryKey discoveryKey, Runnable before) {
        return claimed(discoveryKey, files -> {
                    checkWritable();
                    before.run();
                    folders.delete(discoveryKey);
                })
                .flatMap(StoredCore::close);
    }

    private Mono<StoredCore> claimed(DiscoveryKey discoveryKey, Preparation preparation) {
        return this.<StoredCore>call(() -> {
                    CoreFiles files = CoreFiles.of(discoveryKey, pool, volume);
                    FileCore core = new FileCore(files, options, () -> open.remove(discoveryKey));
                    if (open.putIfAbsent(discoveryKey, core) != null) {
                        throw new CoreConflictException("core " + discoveryKey + " is open already");
                    }
                    boolean prepared = false;
                    try {
                        preparation.run(files);
                        prepared = true;
                        return core;
                    } finally {
                        if (!prepared) {
                            core.abandon();
                        }
                    }
                })
                .doOnDiscard(FileCore.class, core -> core.close().subscribe());
    }

    private @Nullable StoredHead peekFiles(DiscoveryKey discoveryKey) {
        CoreFiles files = CoreFiles.of(discoveryKey, pool, volume);
        try {
            return new CoreLoader(files).peek();
        } finally {
            files.all().forEach(file -> file.close());
        }
    }

    private Flux<String> names(String folder) {
        return call(() -> IoErrors.mapped("list", folder, () -> volume.list(folder)).stream()
                        .sorted()
                        .toList())
                .flatMapIterable(names -> names);
    }

    private void checkWritable() {
        if (options.readOnly()) {
            throw new NotWritableException("the store is open for reading only");
        }
    }

    private Mono<Void> run(Runnable task) {
        return call(() -> {
            task.run();
            return null;
        });
    }

    private <T> Mono<T> call(Callable<? extends @Nullable T> task) {
        return options.io().call(() -> {
            if (closed) {
                throw new ClosedException("the storage is closed");
            }
            return task.call();
        });
    }

    /** What is done before a core counts as open. */
    @FunctionalInterface
    private interface Preparation {
        void run(CoreFiles files);
    }
}
