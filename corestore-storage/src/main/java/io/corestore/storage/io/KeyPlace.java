package io.corestore.storage.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the primary key of a store is, which is also what a store locks. Every call blocks. */
public interface KeyPlace {
    /** Its name in every store. */
    String NAME = "primary-key";

    /** What is stored, not whole if it was torn; null if nothing is. */
    @Nullable
    StoredKey read() throws IOException;

    /**
     * Stores a key durably in the place of what is there, under the lock, which is taken if it is not held. Where nothing
     * is there, a key that another process stores meanwhile stays.
     *
     * <p>Errors: {@link io.corestore.error.StoreLockedException}.
     */
    void store(StoredKey key) throws IOException;

    /**
     * Takes the lock, if there is something to lock yet; {@link #store} takes it else.
     *
     * <p>Errors: {@link io.corestore.error.StoreLockedException}.
     */
    void lock() throws IOException;

    /** Lets another store take the lock. */
    void unlock() throws IOException;
}
