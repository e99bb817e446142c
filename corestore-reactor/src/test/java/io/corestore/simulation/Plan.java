package io.corestore.simulation;

import io.corestore.spi.CoreStorage;
import java.util.function.UnaryOperator;

/**
 * How much happens in a run.
 *
 * @param seconds for how long things go wrong
 * @param patience how many seconds later all must be the same
 * @param hostile whether some of the hosts lie
 * @param disk what stands between a store and its files
 */
record Plan(int seconds, int patience, boolean hostile, UnaryOperator<CoreStorage> disk) {
    static Plan of(int seconds) {
        return new Plan(seconds, 60, true, storage -> storage);
    }

    Plan withoutHostile() {
        return new Plan(seconds, patience, false, disk);
    }

    Plan withDisk(UnaryOperator<CoreStorage> other) {
        return new Plan(seconds, patience, hostile, other);
    }
}
