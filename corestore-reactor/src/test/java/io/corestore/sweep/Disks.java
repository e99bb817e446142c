package io.corestore.sweep;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.FileStorage;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** How a folder is opened: as it is, or with a bug planted in between. */
interface Disks {
    Disks REAL = (folder, options) -> FileStorage.at(folder, options);

    Mono<CoreStorage> open(Path folder, StorageOptions options);

    default Mono<CoreStorage> open(Path folder, IoScheduler io) {
        return open(folder, StorageOptions.on(io));
    }
}
