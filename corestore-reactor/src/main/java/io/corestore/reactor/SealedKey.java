package io.corestore.reactor;

import io.corestore.crypto.KeySeal;
import io.corestore.error.CoreConflictException;
import io.corestore.error.StorageFailedException;
import io.corestore.error.WrongSealException;
import io.corestore.spi.CoreStorage;
import java.util.Arrays;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** The primary key of a storage, sealed or not. Seals are worked with where the storage touches its files: they block. */
final class SealedKey {
    private SealedKey() {}

    /**
     * The primary key of a sealed storage; of a new one that is made sealed, {@code fresh}.
     *
     * <p>Errors: {@link WrongSealException} if it is not sealed, or with another seal.
     */
    static Mono<byte[]> open(CoreStorage storage, KeySeal seal, Supplier<byte[]> fresh) {
        return storage.sealedIdentity(() -> proven(seal, fresh.get()))
                .onErrorMap(
                        CoreConflictException.class,
                        unsealed -> new WrongSealException(
                                "the primary key is not sealed: open the store without a seal, or call Sealing.seal once",
                                unsealed))
                .flatMap(stored -> storage.io().call(() -> seal.open(stored)));
    }

    /**
     * The primary key of a storage that is not sealed; of a new one, {@code fresh}.
     *
     * <p>Errors: {@link WrongSealException} if it is sealed.
     */
    static Mono<byte[]> plain(CoreStorage storage, Supplier<byte[]> fresh) {
        return storage.identity(fresh).onErrorMap(CoreConflictException.class, SealedKey::locked);
    }

    /** Stores another primary key, where the stored one is not sealed. Errors as {@link #plain}. */
    static Mono<byte[]> replace(CoreStorage storage, byte[] primaryKey) {
        return storage.replaceIdentity(primaryKey)
                .thenReturn(primaryKey)
                .onErrorMap(CoreConflictException.class, SealedKey::locked);
    }

    /** The primary key, sealed. */
    static Mono<byte[]> seal(CoreStorage storage, KeySeal seal, byte[] primaryKey) {
        return storage.io().call(() -> proven(seal, primaryKey));
    }

    /** For {@link #open} and {@link #plain} where there must be a store. */
    static byte[] none() {
        throw new StorageFailedException("there is no store in this folder");
    }

    private static WrongSealException locked(CoreConflictException why) {
        return new WrongSealException("the primary key is sealed: open the store with its seal", why);
    }

    /** A seal that does not open again would lose the store. */
    private static byte[] proven(KeySeal seal, byte[] primaryKey) {
        byte[] sealed = seal.seal(primaryKey);
        if (!Arrays.equals(seal.open(sealed), primaryKey)) {
            throw new WrongSealException("the seal given does not give back what it sealed");
        }
        return sealed;
    }
}
