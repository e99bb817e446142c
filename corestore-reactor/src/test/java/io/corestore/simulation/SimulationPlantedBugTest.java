package io.corestore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.message.Message;
import io.corestore.storage.test.Sweep;
import io.corestore.sweep.BuggyStorage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the simulation is worth: it finds bugs that are planted around the engine. */
final class SimulationPlantedBugTest {
    private static final int SEEDS = 40;

    /** What is wrong. */
    enum Bug {
        BLOCKS_NOT_ANNOUNCED(
                "after the network healed",
                plan -> plan.withPasses(message -> !(message instanceof Message.Range range) || range.drop())),
        LENGTH_NOT_ANNOUNCED(
                "after the network healed",
                plan -> plan.withPasses(message -> !(message instanceof Message.Sync sync) || sync.length() % 3 != 0)),
        ANSWER_LOST(
                "after the network healed",
                plan -> plan.withPasses(
                        message -> !(message instanceof Message.Data data) || data.request() % 16 != 7)),
        END_OF_CONNECTION_NOT_NOTICED("after the network healed", Plan::withoutNoticing),
        ACKNOWLEDGED_BEFORE_DURABLE(
                "came back with",
                plan -> plan.withDisk(disk -> BuggyStorage.committing(
                        disk, (core, commit, durability) -> core.commit(commit, Durability.BUFFERED))));

        private final String shows;
        private final UnaryOperator<Plan> plant;

        Bug(String shows, UnaryOperator<Plan> plant) {
            this.shows = shows;
            this.plant = plant;
        }
    }

    @ParameterizedTest
    @EnumSource
    void bugIsFound(Bug bug) {
        Sweep sweep = Sweep.of("R7 planted bug " + bug);
        String found = null;
        int seeds = 0;
        while (seeds < SEEDS && found == null) {
            found = violation(bug, sweep.seed() + seeds++);
        }
        assertThat(found).as("%s", sweep).contains(bug.shows);
        sweep.report("found by " + seeds + " seeds: " + found);
    }

    private static @Nullable String violation(Bug bug, long seed) {
        try {
            new Simulation(seed, bug.plant.apply(Plan.of(10).withoutHostile())).run();
            return null;
        } catch (Violation found) {
            return found.getMessage();
        }
    }
}
