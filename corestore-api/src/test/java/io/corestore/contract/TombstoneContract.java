package io.corestore.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.error.CoreConflictException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.StoredCore;
import io.corestore.spi.Tombstone;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What every storage keeps of cores that it deleted. */
interface TombstoneContract extends StoredCores {
    @Test
    default void aBuriedCoreLeavesATombstone() {
        TestCore core = new TestCore(1);
        Tombstone tombstone = new Tombstone(core.discoveryKey(), 2, 1L << 40);
        StoredCore stored = create(core);
        storage().bury(tombstone).as(StepVerifier::create).verifyError(CoreConflictException.class);
        assertThat(tombstone(core)).isNull();
        close(stored);

        storage().bury(tombstone).as(StepVerifier::create).verifyComplete();
        assertThat(peek(core)).isNull();
        assertThat(tombstone(core)).isEqualTo(tombstone);
        assertThat(tombstone(new TestCore(2))).isNull();
        storage().list().as(StepVerifier::create).verifyComplete();
        close(create(core));
        assertThat(tombstone(core)).isEqualTo(tombstone);
    }

    @Test
    default void aTombstoneNeverSaysLess() {
        DiscoveryKey key = new TestCore(1).discoveryKey();
        List<Tombstone> tombstones = List.of(
                new Tombstone(key, 0, 0), new Tombstone(key, 0, 9), new Tombstone(key, 1, 3), new Tombstone(key, 1, 4));
        for (Tombstone tombstone : tombstones) {
            storage().bury(tombstone).block();
            storage().bury(tombstones.get(0)).block();
            assertThat(storage().tombstone(key).block()).isEqualTo(tombstone);
        }
    }

    @Test
    default void anExhumedTombstoneIsForgotten() {
        TestCore core = new TestCore(1);
        TestCore other = new TestCore(2);
        storage().bury(new Tombstone(core.discoveryKey(), 0, 5)).block();
        storage().bury(new Tombstone(other.discoveryKey(), 0, 6)).block();
        storage().exhume(core.discoveryKey()).as(StepVerifier::create).verifyComplete();
        storage().exhume(core.discoveryKey()).as(StepVerifier::create).verifyComplete();

        assertThat(tombstone(core)).isNull();
        assertThat(tombstone(other).length()).isEqualTo(6);
    }

    @Test
    default void tombstonesAreListed() {
        Tombstone one = new Tombstone(new TestCore(1).discoveryKey(), 0, 5);
        Tombstone two = new Tombstone(new TestCore(2).discoveryKey(), 3, 6);
        storage().tombstones().as(StepVerifier::create).verifyComplete();
        storage().bury(one).block();
        storage().bury(two).block();

        assertThat(storage().tombstones().collectList().block()).containsExactlyInAnyOrder(one, two);
        storage().exhume(one.discoveryKey()).block();
        assertThat(storage().tombstones().collectList().block()).containsExactly(two);
    }

    private Tombstone tombstone(TestCore core) {
        return storage().tombstone(core.discoveryKey()).block();
    }
}
