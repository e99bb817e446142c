package io.corestore.simulation;

import io.corestore.message.Message;
import io.corestore.spi.CoreStorage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How much happens in a run.
 *
 * @param seconds for how long things go wrong
 * @param patience how many seconds later all must be the same
 * @param hostile whether some of the hosts lie
 * @param disk what stands between a store and its files
 * @param passes whether what an honest store says is said
 * @param noticing whether stores learn in the end that a connection broke
 */
record Plan(
        int seconds,
        int patience,
        boolean hostile,
        UnaryOperator<CoreStorage> disk,
        Predicate<Message> passes,
        boolean noticing) {
    static Plan of(int seconds) {
        return new Plan(seconds, 60, true, storage -> storage, message -> true, true);
    }

    Plan withoutHostile() {
        return new Plan(seconds, patience, false, disk, passes, noticing);
    }

    Plan withPasses(Predicate<Message> test) {
        return new Plan(seconds, patience, hostile, disk, test, noticing);
    }

    Plan withoutNoticing() {
        return new Plan(seconds, patience, hostile, disk, passes, false);
    }

    Plan withDisk(UnaryOperator<CoreStorage> other) {
        return new Plan(seconds, patience, hostile, other, passes, noticing);
    }
}
