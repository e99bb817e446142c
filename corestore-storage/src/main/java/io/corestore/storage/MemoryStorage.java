package io.corestore.storage;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.VolumeKey;

/** A storage in memory, for tests and for stores that need not outlive the process. */
public final class MemoryStorage {
    private static final int THREADS = 2;

    private MemoryStorage() {}

    /** An empty storage with threads of its own, which end when idle. */
    public static CoreStorage create() {
        return create(StorageOptions.on(IoScheduler.create("corestore-memory", THREADS)));
    }

    /** An empty storage; it has nothing to lock. */
    public static CoreStorage create(StorageOptions options) {
        MemoryVolume volume = new MemoryVolume();
        return new Corestore6(volume, new VolumeKey(volume), options);
    }
}
