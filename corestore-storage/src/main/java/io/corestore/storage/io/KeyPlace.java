package io.corestore.storage.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where the primary key of a store is, which is also what a store locks. Every call blocks. */
public interface KeyPlace {
    /** Its name in every store. */
    String NAME = "primary-key";

    /** What is stored: null if nothing is, fewer than 32 bytes if it was torn. */
    byte @Nullable [] read() throws IOException;

    /** Stores a key where there is none, or only a torn one, durably and whole; another key stored meanwhile stays. */
    void store(byte[] key) throws IOException;

    /**
     * Takes the lock, if there is something to lock yet; {@link #store} takes it else.
     *
     * <p>Errors: {@link io.corestore.error.StoreLockedException}.
     */
    void lock() throws IOException;

    /** Lets another store take the lock. */
    void unlock() throws IOException;
}
