package io.corestore.spi;

import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Opens the storage of a folder; found by {@link java.util.ServiceLoader}. */
public interface CoreStorageProvider {
    /**
     * Opens a folder, made if missing, and takes its lock.
     *
     * <p>Errors: {@link io.corestore.error.StoreLockedException} if another store holds it.
     */
    Mono<CoreStorage> open(Path folder, StorageOptions options);
}
