package io.corestore.reactor;

import io.corestore.crypto.KeyDerivation;
import io.corestore.crypto.KeyPairSeal;
import io.corestore.crypto.KeySeal;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import java.nio.file.Path;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Seals the folder of a store, so that no secret is in it in the clear, and undoes that. No store may be open on the
 * folder. Work starts on subscription; a cancel or crash leaves a folder on which the same call can be repeated.
 *
 * <p>A sealed folder holds the primary key encrypted, and no secret key in the header of a core: those of named cores
 * follow from their names, others are kept encrypted in the core's user data. A copy or backup of the folder made before
 * still shows them, and so may the blocks of a disk that were written over.
 *
 * <p>Node cannot open a sealed folder: corestore 6 refuses it, since {@code primary-key} is a directory in it, and
 * corestore 7 takes the cores over <em>without</em> the primary key, to make a new one: keep it from sealed folders.
 *
 * <p>Errors of all methods: {@link io.corestore.error.WrongSealException},
 * {@link io.corestore.error.StorageFailedException}, {@link io.corestore.error.StoreLockedException}, and
 * {@link io.corestore.error.CoreCorruptException} if a core cannot be opened.
 */
public final class Sealing {
    private Sealing() {}

    /**
     * Seals a folder that is not sealed: takes the secret keys out of all headers, then puts the primary key, sealed, in
     * the place of the one that is there. A core that cannot be opened makes it fail before that; {@link #unseal} takes
     * back what was done.
     */
    public static Mono<Void> seal(Path folder, KeySeal seal) {
        return on(
                folder,
                storage -> SealedKey.plain(storage, SealedKey::none)
                        .flatMap(key -> SealedKey.seal(storage, seal, key)
                                .flatMap(bytes -> secrets(storage, key).strip().then(storage.seal(bytes)))));
    }

    /**
     * Puts the primary key back in the clear, then the secret keys into the headers; Node can open the folder again. Where
     * a folder is not sealed it does what an interrupted call left undone. A core that cannot be opened makes it fail at
     * the end.
     */
    public static Mono<Void> unseal(Path folder, KeySeal seal) {
        return on(
                folder,
                storage -> storage.isSealed()
                        .flatMap(is -> is
                                ? SealedKey.open(storage, seal, SealedKey::none)
                                        .flatMap(key -> storage.unseal(key).thenReturn(key))
                                : storage.identity(SealedKey::none))
                        .flatMap(key -> secrets(storage, key).restore()));
    }

    /** Seals the primary key of a sealed folder anew; nothing else changes. */
    public static Mono<Void> rotate(Path folder, KeySeal old, KeySeal fresh) {
        return on(
                folder,
                storage -> SealedKey.open(storage, old, SealedKey::none)
                        .flatMap(key -> SealedKey.seal(storage, fresh, key))
                        .flatMap(storage::seal));
    }

    private static HeaderSecrets secrets(CoreStorage storage, byte[] primaryKey) {
        return new HeaderSecrets(storage, new SealedPairs(KeyDerivation.of(primaryKey), KeyPairSeal.of(primaryKey)));
    }

    private static Mono<Void> on(Path folder, Function<CoreStorage, Mono<Void>> work) {
        return Mono.defer(() -> {
            IoScheduler io = IoScheduler.create();
            return Mono.usingWhen(Corestores.storage(folder, StorageOptions.on(io)), work, CoreStorage::close)
                    .doFinally(end -> io.dispose())
                    .publishOn(Schedulers.parallel());
        });
    }
}
