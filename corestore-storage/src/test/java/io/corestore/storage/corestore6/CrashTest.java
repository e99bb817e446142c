package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.spi.IoScheduler;
import io.corestore.spi.StoredCore;
import io.corestore.storage.corestore6.Workload.Snapshot;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.test.RecordingVolume;
import io.corestore.storage.test.RecordingVolume.Change;
import io.corestore.storage.test.RecordingVolume.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The process ends between two changes of files, or within one: what was done before is there, whole. */
final class CrashTest {
    private final IoScheduler io = IoScheduler.create("crash", 2);
    private final Workload workload = new Workload();

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void aCrashAnywhereKeepsAPrefix() {
        RecordingVolume volume = new RecordingVolume();
        List<Integer> done = run(workload, volume);
        List<Change> changes = volume.changes();
        assertThat(changes).hasSizeGreaterThan(100);
        for (int count = 0; count <= changes.size(); count++) {
            List<Change> prefix = changes.subList(0, count);
            check(prefix, 0, done, count);
            if (count > 0 && changes.get(count - 1) instanceof Written write) {
                for (int missing : new int[] {1, write.bytes().length / 2, write.bytes().length - 1}) {
                    check(prefix, missing, done, count - 1);
                }
            }
        }
    }

    @Test
    void aCrashWhileRecoveringChangesNothing() {
        RecordingVolume volume = new RecordingVolume();
        List<Integer> done = run(workload, volume);
        List<Change> changes = volume.changes();
        for (int count = done.get(0); count <= changes.size(); count += 3) {
            List<Change> prefix = changes.subList(0, count);
            Snapshot expected = workload.stored(RecordingVolume.image(prefix, 0), io);
            RecordingVolume again = RecordingVolume.continuing(prefix);
            workload.recover(again, io, completed(expected));
            List<Change> all = again.changes();
            for (int second = count; second <= all.size(); second++) {
                MemoryVolume image = RecordingVolume.image(all.subList(0, second), 0);
                assertState(workload.stored(image, io), expected);
            }
        }
    }

    /** A power cut: of what was not synced, any part may be lost, whatever its order. */
    @Test
    void aPowerCutKeepsWhatWasAcknowledged() {
        Workload durable = new Workload(true);
        RecordingVolume volume = new RecordingVolume();
        List<Integer> done = run(durable, volume);
        List<Change> changes = volume.changes();
        Random random = new Random(1);
        for (int count = 0; count <= changes.size(); count++) {
            List<Change> prefix = changes.subList(0, count);
            for (int kept : new int[] {0, 20, 50, 50, 50, 80, 100}) {
                MemoryVolume image = RecordingVolume.powerCut(prefix, () -> random.nextInt(100) < kept);
                check(durable, durable.stored(image, io), done, count, "power cut, " + kept + "% kept");
            }
        }
    }

    /** Runs the workload and returns how many changes there were when each step was acknowledged. */
    private List<Integer> run(Workload workload, RecordingVolume volume) {
        List<Integer> done = new ArrayList<>();
        Corestore6 storage = Workload.storage(volume, io);
        StoredCore core = storage.create(workload.core().seed()).block();
        done.add(volume.changes().size());
        core.load().block();
        for (Workload.Step step : workload.steps()) {
            step.on(core).block();
            done.add(volume.changes().size());
        }
        storage.close().block();
        return done;
    }

    private void check(List<Change> prefix, int missing, List<Integer> done, int count) {
        Snapshot found = workload.stored(RecordingVolume.image(prefix, missing), io);
        check(workload, found, done, count, missing + " bytes torn off");
    }

    private static void check(Workload workload, Snapshot found, List<Integer> done, int count, String how) {
        int acknowledged = (int) done.stream().filter(at -> at <= count).count() - 1;
        if (found == null) {
            assertThat(acknowledged).as("after %s changes", count).isNegative();
            return;
        }
        int next = Math.min(acknowledged + 1, workload.steps().size());
        boolean before = acknowledged >= 0 && same(found, workload.after(acknowledged));
        assertThat(before || same(found, workload.after(next)))
                .as("after %s changes, %s, %s steps: %s", count, how, acknowledged, found.head())
                .isTrue();
    }

    private Snapshot completed(Snapshot found) {
        for (int i = workload.steps().size(); i >= 0; i--) {
            if (same(found, workload.after(i))) {
                return workload.after(i);
            }
        }
        throw new AssertionError("no step leads to " + found.head());
    }

    private static void assertState(Snapshot found, Snapshot expected) {
        assertThat(same(found, expected))
                .as("%s instead of %s", found.head(), expected.head())
                .isTrue();
    }

    /** The root hash is not logged, so it may be missing. */
    static boolean same(Snapshot found, Snapshot expected) {
        return found.head().length() == expected.head().length()
                && found.head().fork() == expected.head().fork()
                && found.head().signature().equals(expected.head().signature())
                && found.present().equals(expected.present())
                && found.blocks().equals(expected.blocks())
                && found.userData().equals(expected.userData());
    }
}
