package io.corestore.reactor;

import io.corestore.BackupReport;
import io.corestore.CoreOptions;
import io.corestore.Durability;
import io.corestore.replication.ReplicationSettings;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StagedStorage;
import io.corestore.spi.StorageOptions;
import java.nio.file.Path;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Folders as sources and targets of backups. */
final class Backups {
    private static final int THREADS = 4;
    private static final StoreOptions READING = new StoreOptions(
            Durability.SYNC,
            Schedulers.parallel(),
            ReplicationSettings.DEFAULT,
            true,
            StoreOptions.Space.ANY,
            Retainer.Quotas.NONE,
            CoreOptions.defaults());

    private Backups() {}

    /**
     * A folder that is there, whole, when this completes. It is written on threads of its own, which outlive those of a store
     * that closes meanwhile.
     *
     * @param fill fills the storage of the folder
     */
    static Mono<BackupReport> to(Path target, Function<CoreStorage, Mono<BackupReport>> fill) {
        return onThreads(io -> Mono.usingWhen(
                Corestores.staged(target, StorageOptions.on(io)),
                staged -> fill.apply(staged.storage())
                        .flatMap(report -> staged.publish().thenReturn(report)),
                StagedStorage::discard));
    }

    /** A copy of a folder that no store is open on; no key is needed for that. */
    static Mono<BackupReport> copy(Path source, Path target) {
        return onThreads(io -> Mono.usingWhen(
                        Corestores.storage(source, StorageOptions.on(io).withReadOnly(true))
                                .map(storage -> new Store(storage, READING, Mono.empty())),
                        store -> to(target, store::backup),
                        Store::close))
                .publishOn(Schedulers.parallel());
    }

    private static Mono<BackupReport> onThreads(Function<IoScheduler, Mono<BackupReport>> work) {
        return Mono.using(() -> IoScheduler.create("corestore-backup", THREADS), work, IoScheduler::dispose, false);
    }
}
