package io.corestore.storage;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.DiskVolume;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.KeyFile;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** The storage of a folder, as Node's corestore 6 lays it out: either opens what the other wrote. */
public final class FileStorage {
    private FileStorage() {}

    /**
     * Opens a folder, made if missing, readable by its owner only, and takes its lock; where there is no
     * {@code primary-key} yet, {@link CoreStorage#identity} takes it. Nothing happens before subscription. A storage that
     * is cancelled before delivery is closed.
     *
     * <p>Errors: {@link io.corestore.error.StoreLockedException} if another store, here or in another process, holds the
     * folder; {@link io.corestore.error.StorageFailedException}.
     */
    public static Mono<CoreStorage> at(Path folder, StorageOptions options) {
        return options.io()
                .call(() -> IoErrors.<CoreStorage>mapped("open", folder.toString(), () -> {
                    KeyFile key = KeyFile.in(folder, options.readOnly());
                    key.lock();
                    return new Corestore6(DiskVolume.at(key.folder(), options.readOnly()), key, options);
                }))
                .doOnDiscard(Corestore6.class, unwanted -> unwanted.close().subscribe());
    }
}
