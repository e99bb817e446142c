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

    /**
     * Opens a new storage that becomes the storage of a folder when it is published; it is kept in
     * {@code <folder>.incomplete-…} until then, which a crash leaves behind.
     *
     * <p>Errors: {@link io.corestore.error.FolderNotEmptyException} if the folder is neither missing nor empty.
     */
    Mono<StagedStorage> stage(Path folder, StorageOptions options);
}
