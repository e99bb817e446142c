package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.core.LogCopy;
import io.corestore.core.LogImage;
import io.corestore.core.TargetFailedException;
import io.corestore.error.StorageFailedException;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.StoredCore;
import io.corestore.spi.UserData;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One core of a backup. Its header says that it may be older than what peers have. */
final class CoreBackup {
    /** What stands in {@link UserData#DOUBT}. */
    static final String REASON = "restored from a backup";

    private static final int TRIES = 8;
    private final Log log;
    private final CoreStorage target;

    private CoreBackup(Log log, CoreStorage target) {
        this.log = log;
        this.target = target;
    }

    /** Copies an image; one that a truncation outdates is taken again. Errors as {@link LogCopy#of}. */
    static Mono<LogCopy.Copied> of(LogImage image, CoreStorage target) {
        return new CoreBackup(image.log(), target).copy(image, TRIES);
    }

    private Mono<LogCopy.Copied> copy(LogImage image, int tries) {
        if (tries == 0) {
            return Mono.error(new StorageFailedException(
                    "core " + log.discoveryKey() + " was truncated each of the " + TRIES + " times it was copied"));
        }
        return Mono.usingWhen(made(image), made -> LogCopy.of(image, made), StoredCore::close)
                .switchIfEmpty(Mono.defer(
                        () -> guarded(target.remove(log.discoveryKey())).then(copy(LogImage.of(log), tries - 1))));
    }

    private Mono<StoredCore> made(LogImage image) {
        return guarded(target.isSealed().flatMap(secret -> target.create(seed(image, secret))));
    }

    private CoreSeed seed(LogImage image, boolean secret) {
        KeyPair pair = log.storedKeyPair();
        KeyPair shown = secret && pair != null ? KeyPair.publicOnly(pair.publicKey()) : pair;
        return new CoreSeed(
                log.key(), log.discoveryKey(), creatable(image.state().manifest()), shown, userData(image));
    }

    /** Whoever can sign for the core, here or elsewhere; what was not synced is synced with the copy. */
    private static Map<String, ByteBuffer> userData(LogImage image) {
        Map<String, ByteBuffer> userData = new HashMap<>(image.userData());
        userData.remove(UserData.UNSYNCED);
        userData.putIfAbsent(UserData.DOUBT, UserData.text(REASON));
        return userData;
    }

    /** Others are committed as what was learnt. */
    private static @Nullable Manifest creatable(@Nullable Manifest manifest) {
        try {
            if (manifest != null) {
                Manifest.requireCreatable(manifest);
            }
            return manifest;
        } catch (IllegalArgumentException onlyLearnt) {
            return null;
        }
    }

    private static <T> Mono<T> guarded(Mono<T> work) {
        return work.onErrorMap(TargetFailedException::new);
    }
}
