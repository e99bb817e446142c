package io.corestore;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a read treats a block that is not stored here, and an encrypted one.
 *
 * @param waits whether to wait for a peer that has it; false fails at once
 * @param timeout how long to wait for each block; null waits without end
 * @param onWait told the index of each block that is waited for, on any thread; must not block; null if nobody is told
 * @param raw whether blocks come as they are stored, encrypted if the core is
 */
public record ReadOptions(
        boolean waits, @Nullable Duration timeout, @Nullable LongConsumer onWait, boolean raw) {
    /** Waits without end. */
    public static final ReadOptions DEFAULT = new ReadOptions(true, null, null, false);

    /** Fails at once with a {@link io.corestore.error.BlockUnavailableException}. */
    public static final ReadOptions LOCAL = new ReadOptions(false, null, null, false);

    /** Waits as long as this for each block. */
    public static ReadOptions within(Duration timeout) {
        return new ReadOptions(true, timeout, null, false);
    }

    /** The same, telling {@code listener} the index of each block that is waited for. */
    public ReadOptions withOnWait(LongConsumer listener) {
        return new ReadOptions(waits, timeout, listener, raw);
    }

    /** The same, with blocks as they are stored. */
    public ReadOptions withRaw(boolean asStored) {
        return new ReadOptions(waits, timeout, onWait, asStored);
    }
}
