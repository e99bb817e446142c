package io.corestore.storage;

import io.corestore.contract.CoreStorageContract;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

final class FileStorageTest implements CoreStorageContract {
    private final IoScheduler io = IoScheduler.create("files", 4);

    @TempDir
    private Path folder;

    private CoreStorage storage;

    @Override
    public CoreStorage storage() {
        if (storage == null) {
            storage = FileStorage.at(folder.resolve("store"), StorageOptions.on(io))
                    .block();
        }
        return storage;
    }

    @AfterEach
    void close() {
        storage().close().as(StepVerifier::create).verifyComplete();
        io.dispose();
    }
}
