package io.corestore;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a read treats a block that is not stored here.
 *
 * @param waits whether to wait for a peer that has it; false fails at once
 * @param timeout how long to wait for each block; null waits without end
 */
public record ReadOptions(boolean waits, @Nullable Duration timeout) {
    /** Waits without end. */
    public static final ReadOptions DEFAULT = new ReadOptions(true, null);

    /** Fails at once with a {@link io.corestore.error.BlockUnavailableException}. */
    public static final ReadOptions LOCAL = new ReadOptions(false, null);

    /** Waits as long as this for each block. */
    public static ReadOptions within(Duration timeout) {
        return new ReadOptions(true, timeout);
    }
}
