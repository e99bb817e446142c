package io.corestore.sweep;

import io.corestore.spi.CoreStorage;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.corestore6.Corestore6;
import io.corestore.storage.io.DiskVolume;
import io.corestore.storage.io.KeyFile;
import io.corestore.storage.io.KeyPlace;
import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.io.StoredKey;
import io.corestore.storage.io.Volume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a store does with its files, step by step, as it is right: a bug overrides a step. One for each store that is
 * opened.
 */
class Bug {
    /** How folders are opened by a store that has the bug. */
    static Disks disks(Supplier<Bug> bug) {
        return (folder, options) -> options.io().call(() -> bug.get().open(folder, options));
    }

    private CoreStorage open(Path folder, StorageOptions options) throws IOException {
        KeyFile key = KeyFile.in(folder, options.readOnly());
        key.lock();
        Volume volume = new BuggyVolume(this, key.folder(), DiskVolume.at(key.folder(), options.readOnly()));
        KeyPlace place = new BuggyKey(this, key.folder(), key);
        return storage(new Corestore6(volume, place, options));
    }

    CoreStorage storage(CoreStorage real) {
        return real;
    }

    void storeKey(Path folder, KeyPlace real, StoredKey key) throws IOException {
        real.store(key);
    }

    void put(Path folder, Volume real, String name, ByteBuffer content) throws IOException {
        real.put(name, content);
    }

    boolean replace(Volume real, String name, Volume.Content content) throws IOException {
        return real.replace(name, content);
    }

    void delete(Volume real, String name) throws IOException {
        real.delete(name);
    }

    void syncEntry(Volume real, String name) throws IOException {
        real.syncEntry(name);
    }

    void readUpTo(String name, RandomAccess file, long position, ByteBuffer target) throws IOException {
        file.readUpTo(position, target);
    }

    void write(String name, RandomAccess file, long position, ByteBuffer source) throws IOException {
        file.write(position, source);
    }

    void sync(String name, RandomAccess file) throws IOException {
        file.sync();
    }

    void truncate(String name, RandomAccess file, long size) throws IOException {
        file.truncate(size);
    }
}
