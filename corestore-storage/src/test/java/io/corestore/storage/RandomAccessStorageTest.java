package io.corestore.storage;

import io.corestore.contract.CoreStorageContract;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.io.MemoryFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class RandomAccessStorageTest implements CoreStorageContract {
    private final Map<String, MemoryFile> files = new ConcurrentHashMap<>();
    private final CoreStorage storage = RandomAccessStorage.of(
            name -> files.computeIfAbsent(name, made -> new MemoryFile()),
            StorageOptions.on(IoScheduler.create("function", 2)));

    @Override
    public CoreStorage storage() {
        return storage;
    }
}
