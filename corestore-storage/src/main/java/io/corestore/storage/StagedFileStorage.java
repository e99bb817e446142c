package io.corestore.storage;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StagedStorage;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.io.IoErrors;
import io.corestore.storage.io.StagedFolder;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/** The storage of a folder that gets its name when it is complete. */
final class StagedFileStorage implements StagedStorage {
    private final StagedFolder folder;
    private final CoreStorage storage;
    private final IoScheduler io;

    private StagedFileStorage(StagedFolder folder, CoreStorage storage, IoScheduler io) {
        this.folder = folder;
        this.storage = storage;
        this.io = io;
    }

    static Mono<StagedStorage> beside(Path target, StorageOptions options) {
        String name = target.toString();
        return options.io()
                .call(() -> IoErrors.mapped("look into", name, () -> StagedFolder.beside(target)))
                .flatMap(folder -> FileStorage.at(folder.folder(), options)
                        .<StagedStorage>map(storage -> new StagedFileStorage(folder, storage, options.io()))
                        .doOnDiscard(
                                StagedFileStorage.class,
                                unwanted -> unwanted.discard().subscribe()));
    }

    @Override
    public CoreStorage storage() {
        return storage;
    }

    @Override
    public Mono<Void> publish() {
        return storage.close().then(io.call(() -> {
            IoErrors.mappedEffect("rename", folder.folder().toString(), folder::publish);
            return null;
        }));
    }

    @Override
    public Mono<Void> discard() {
        return storage.close()
                .then(io.<Void>call(() -> {
                    folder.discard();
                    return null;
                }))
                .onErrorComplete();
    }
}
