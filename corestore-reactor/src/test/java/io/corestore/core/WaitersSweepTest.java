package io.corestore.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.storage.test.Sweep;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Who waits for a block as another one stops waiting for it wakes when it arrives. */
final class WaitersSweepTest {
    /** Two threads meet at one block again and again, since only the rarest of moments were bad. */
    @Test
    void whoComesAsAnotherOneLeavesIsWokenToo() throws Exception {
        int rounds = Sweep.count(200_000, 5_000_000, 20_000_000);
        Sweep sweep = Sweep.of("R10 waiters who come as others leave");
        AtomicReference<Waiters> met = new AtomicReference<>(new Waiters(block -> false));
        CyclicBarrier both = new CyclicBarrier(2);
        Thread leaver = new Thread(() -> leaveAgainAndAgain(met, both, rounds));
        leaver.start();
        int asleep = 0;
        for (int i = 0; i < rounds; i++) {
            Waiters waiters = new Waiters(block -> false);
            AtomicBoolean awake = new AtomicBoolean();
            met.set(waiters);
            both.await();
            pause(i % 40);
            waiters.await(7).subscribe(null, null, () -> awake.set(true));
            both.await();
            waiters.wake(BlockRange.of(7, 8));
            asleep += awake.get() ? 0 : 1;
        }
        leaver.join();

        assertThat(asleep).isZero();
        sweep.report(rounds + " meetings, 0 asleep");
    }

    private static void leaveAgainAndAgain(AtomicReference<Waiters> met, CyclicBarrier both, int rounds) {
        try {
            for (int i = 0; i < rounds; i++) {
                both.await();
                met.get().await(7).subscribe().dispose();
                both.await();
            }
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }
}
