package io.corestore.storage;

import io.corestore.contract.CoreStorageContract;
import io.corestore.spi.CoreStorage;

final class MemoryStorageTest implements CoreStorageContract {
    private final CoreStorage storage = MemoryStorage.create();

    @Override
    public CoreStorage storage() {
        return storage;
    }
}
