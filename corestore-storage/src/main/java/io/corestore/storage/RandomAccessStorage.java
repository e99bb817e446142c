package io.corestore.storage;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.FunctionVolume;
import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.VolumeKey;
import java.util.function.Function;

/** A storage on files that a function opens by name, such as {@code cores/ab/cd/abcd…/oplog}. */
public final class RandomAccessStorage {
    private RandomAccessStorage() {}

    /**
     * A storage on these files. An empty file counts as missing, and removing a core empties its files. There is no lock,
     * and {@link CoreStorage#list()} knows only cores that were created or opened through this storage. The function is
     * called on threads of the {@link io.corestore.spi.IoScheduler}, again for a file that was closed meanwhile.
     */
    public static CoreStorage of(Function<String, RandomAccess> files, StorageOptions options) {
        FunctionVolume volume = new FunctionVolume(files);
        return new Corestore6(volume, new VolumeKey(volume), options);
    }
}
