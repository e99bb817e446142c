package io.corestore.reactor;

import io.corestore.BackupReport;
import io.corestore.core.Log;
import io.corestore.core.LogImage;
import io.corestore.core.TargetFailedException;
import io.corestore.error.CorestoreException;
import io.corestore.error.SuspendedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import io.corestore.spi.CoreStorage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One copying of a store to a new storage. The images of all open cores are taken first; what is not open is opened for as
 * long as it is copied.
 */
final class Backup {
    private static final int CORES_AT_ONCE = 4;

    private final Store store;
    private final CoreStorage source;
    private final CoreStorage target;
    private final Set<DiscoveryKey> copied = ConcurrentHashMap.newKeySet();

    Backup(Store store, CoreStorage source, CoreStorage target) {
        this.store = store;
        this.source = source;
        this.target = target;
    }

    /** A core that is held, as it is now. */
    private record Held(Hold hold, LogImage image) {
        static Held of(Hold hold) {
            return new Held(hold, LogImage.of(hold.log()));
        }
    }

    Mono<BackupReport> run() {
        return copyIdentity()
                .thenMany(Flux.defer(source::tombstones))
                .concatMap(target::bury)
                .thenMany(Flux.usingWhen(openCores(), this::copyOpen, Backup::release))
                .concatWith(Flux.defer(this::copyOthers))
                .collectList()
                .map(BackupParts::report)
                .onErrorMap(TargetFailedException.class, TargetFailedException::failure);
    }

    private Mono<Void> copyIdentity() {
        return source.isSealed()
                .flatMap(isSealed -> isSealed
                        ? source.sealedIdentity(SealedKey::none).flatMap(key -> target.sealedIdentity(() -> key))
                        : source.identity(SealedKey::none).flatMap(key -> target.identity(() -> key)))
                .then();
    }

    private Mono<List<Held>> openCores() {
        return Flux.fromIterable(store.registry().openLogs())
                .map(Log::discoveryKey)
                .flatMapSequential(key -> store.open(key).onErrorComplete(CorestoreException.class))
                .map(Held::of)
                .collectList()
                .doOnDiscard(Held.class, held -> held.hold().release().subscribe())
                .doOnDiscard(Hold.class, hold -> hold.release().subscribe());
    }

    private Flux<BackupParts.Part> copyOpen(List<Held> open) {
        return Flux.fromIterable(open).flatMap(held -> copy(held.image()), CORES_AT_ONCE);
    }

    private static Mono<Void> release(List<Held> open) {
        return Flux.fromIterable(open).flatMap(held -> held.hold().release()).then();
    }

    private Flux<BackupParts.Part> copyOthers() {
        return source.discoveryKeys().filter(key -> !copied.contains(key)).flatMap(this::copyStored, CORES_AT_ONCE);
    }

    private Mono<BackupParts.Part> copyStored(DiscoveryKey key) {
        return Mono.usingWhen(store.open(key), hold -> copy(LogImage.of(hold.log())), Hold::release)
                .switchIfEmpty(Mono.defer(() -> vanished(key)))
                .onErrorResume(Backup::isOfTheCore, error -> failed(key, error));
    }

    private Mono<BackupParts.Part> copy(LogImage image) {
        DiscoveryKey key = image.log().discoveryKey();
        copied.add(key);
        return CoreBackup.of(image, target)
                .<BackupParts.Part>map(done -> new BackupParts.Whole(key, done))
                .onErrorResume(Backup::isOfTheCore, error -> target.remove(key).then(failed(key, error)));
    }

    private Mono<BackupParts.Part> failed(DiscoveryKey key, Throwable error) {
        return source.peek(key)
                .hasElement()
                .onErrorReturn(true)
                .flatMap(stored -> stored
                        ? Mono.just(new BackupParts.Failed(key, String.valueOf(error.getMessage())))
                        : vanished(key));
    }

    /** A core that was purged meanwhile is not missing: its tombstone is what is left of it. */
    private Mono<BackupParts.Part> vanished(DiscoveryKey key) {
        return source.tombstone(key).flatMap(target::bury).then(Mono.empty());
    }

    private static boolean isOfTheCore(Throwable error) {
        return error instanceof CorestoreException && !(error instanceof SuspendedException);
    }
}
