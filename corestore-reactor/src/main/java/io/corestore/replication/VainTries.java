package io.corestore.replication;

import io.corestore.core.LogState;
import org.jspecify.annotations.Nullable;

/** How often something was asked of another peer in vain, since the log last changed. */
final class VainTries {
    private @Nullable LogState state;
    private int count;

    int since(LogState now) {
        if (state != now) {
            state = now;
            count = 0;
        }
        return count;
    }

    void add() {
        count++;
    }
}
