package io.corestore.sweep;

import io.corestore.storage.io.KeyPlace;
import io.corestore.storage.io.StoredKey;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A primary key that a {@link Bug} stores. */
record BuggyKey(Bug bug, Path folder, KeyPlace real) implements KeyPlace {
    @Override
    public @Nullable StoredKey read() throws IOException {
        return real.read();
    }

    @Override
    public void store(StoredKey key) throws IOException {
        bug.storeKey(folder, real, key);
    }

    @Override
    public void lock() throws IOException {
        real.lock();
    }

    @Override
    public void unlock() throws IOException {
        real.unlock();
    }
}
