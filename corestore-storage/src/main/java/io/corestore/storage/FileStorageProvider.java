package io.corestore.storage;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.CoreStorageProvider;
import io.corestore.spi.StagedStorage;
import io.corestore.spi.StorageOptions;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** Makes {@link FileStorage} known to {@link java.util.ServiceLoader}. */
public final class FileStorageProvider implements CoreStorageProvider {
    @Override
    public Mono<CoreStorage> open(Path folder, StorageOptions options) {
        return FileStorage.at(folder, options);
    }

    @Override
    public Mono<StagedStorage> stage(Path folder, StorageOptions options) {
        return StagedFileStorage.beside(folder, options);
    }
}
