package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.error.CorestoreException;
import io.corestore.error.StorageFailedException;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreHead;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StoredCore;
import io.corestore.storage.corestore6.Workload.Snapshot;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.RandomAccess;
import io.corestore.storage.test.Faults;
import io.corestore.storage.test.FaultyVolume;
import io.corestore.storage.test.OpenFiles;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import io.corestore.storage.test.crash.FaultPlan;
import io.corestore.storage.test.crash.FaultPlan.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each operation on files fails once, or it and all after it: a commit is then applied or not, and never in between. */
final class FaultTest {
    private final IoScheduler io = IoScheduler.create("faults", 2);
    private final Workload workload = new Workload();

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void anOperationThatFailsOnceIsRepeatedOrEndsAllWriting() {
        long operations = countOperations();
        assertThat(operations).isGreaterThan(100);
        for (long n = 0; n < operations; n++) {
            check(n, Faults.once(n));
        }
    }

    @Test
    void aDiskThatFailsForGoodLosesNothingAcknowledged() {
        long operations = countOperations();
        for (long n = 0; n < operations; n++) {
            check(n, Faults.from(n));
        }
    }

    @Test
    void aWriteThatWasDoneThoughItFailedIsRepeatedOrTakenBack() {
        long operations = countOperations();
        for (long n = 0; n < operations; n++) {
            check(n, Faults.afterwards(n));
        }
    }

    /** The second frame of a failed commit must not join the first frame of the next one. */
    @Test
    void nothingOfAFailedCommitComesBackBehindTheNextOne() {
        for (int n = 0; ; n++) {
            MemoryVolume disk = new MemoryVolume();
            Faults faults = Faults.afterwards(n);
            Corestore6 storage = Workload.storage(new FaultyVolume(disk, faults), io);
            StoredCore core = open(storage);
            boolean failed = false;
            if (core != null) {
                failed = !applied(
                        core,
                        CoreCommit.to(CoreHead.EMPTY).userData("a", datum()).userData("b", datum()));
                failed &= applied(core, CoreCommit.to(CoreHead.EMPTY).userData("c", datum()));
            }
            if (failed) {
                MemoryVolume killed = copy(disk);
                assertThat(workload.stored(killed, io).userData())
                        .containsKey("c")
                        .doesNotContainKeys("a", "b");
            }
            storage.close().block();
            if (!faults.failed()) {
                return;
            }
        }
    }

    /** A header that failed may be there and count: what is written before the next one must leave what it needs. */
    @Test
    void powerMayGoWhileAHeaderThatFailedIsWrittenAgain() {
        for (int n = 0; ; n++) {
            CrashFs fs = Life.store(io);
            TestCore core = new TestCore(Model.CORE);
            Session session = Session.open(fs, io);
            session.create().block();
            session.core().commit(core.append("a", "b", "c"), Durability.SYNC).block();
            session.core().checkpoint(core.head()).block();
            FaultPlan header = FaultPlan.at(Kind.LATE_EIO, n).on("/oplog");
            fs.fail(FaultPlan.at(Kind.LATE_EIO, 0).on("/bitfield"), header);
            int first = fs.position();
            List<CoreCommit> commits = List.of(core.truncate(2), core.append("d"), core.append("e"));
            commits.forEach(commit -> tryTwice(stored -> stored.commit(commit, Durability.SYNC), session.core()));
            tryTwice(stored -> stored.checkpoint(core.head()), session.core());
            session.close();
            for (int position = first; position <= fs.position(); position++) {
                fs.images(position, new Random(position), 6).forEach(this::requireEveryLeaf);
            }
            if (header.failures() == 0) {
                return;
            }
        }
    }

    private void requireEveryLeaf(CrashImage image) {
        Session session = Session.open(image.open(), io);
        StoredCore core =
                session.storage().open(new TestCore(Model.CORE).discoveryKey()).block();
        long length = core.load().block().head().length();
        long[] leaves = LongStream.range(0, length).map(block -> 2 * block).toArray();
        assertThat(core.readNodes(leaves).block()).as("%s", image).hasSize((int) length);
        session.close();
    }

    private MemoryVolume copy(MemoryVolume disk) {
        MemoryVolume copy = new MemoryVolume();
        String name = CoreFiles.folder(workload.core().discoveryKey()) + "/oplog";
        try (RandomAccess oplog = disk.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) oplog.size());
            oplog.read(0, bytes);
            copy.put(name, bytes.flip());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return copy;
    }

    private static ByteBuffer datum() {
        return ByteBuffer.allocate(10);
    }

    private static boolean applied(StoredCore core, CoreCommit.Builder commit) {
        try {
            core.commit(commit.build(), Durability.BUFFERED).block();
            return true;
        } catch (StorageFailedException failed) {
            return false;
        }
    }

    private long countOperations() {
        Faults none = Faults.none();
        Snapshot last = workload.after(workload.steps().size());
        assertThat(run(new MemoryVolume(), none)).isEqualTo(workload.steps().size());
        assertThat(last.blocks()).hasSize(902);
        return none.count();
    }

    private void check(long n, Faults faults) {
        MemoryVolume disk = new MemoryVolume();
        int done = run(disk, faults);
        assertThat(faults.failed()).as("operation %s", n).isTrue();
        Snapshot found = workload.stored(disk, io);
        if (done < 0) {
            assertThat(found == null || Workload.same(found, workload.after(0))).isTrue();
            return;
        }
        int next = Math.min(done + 1, workload.steps().size());
        assertThat(Workload.same(found, workload.after(done)) || Workload.same(found, workload.after(next)))
                .as("operation %s failed after %s steps: %s", n, done, found.head())
                .isTrue();
    }

    /** Runs the workload, trying each step twice, and returns how many were acknowledged; -1 if there is no core. */
    private int run(MemoryVolume disk, Faults faults) {
        OpenFiles volume = new OpenFiles(disk);
        Corestore6 storage = Workload.storage(new FaultyVolume(volume, faults), io);
        int done = -1;
        StoredCore core = open(storage);
        if (core != null) {
            done = 0;
            while (done < workload.steps().size() && tryTwice(workload.steps().get(done), core)) {
                done++;
            }
        }
        storage.close().block();
        assertThat(volume.names()).as("files left open").isEmpty();
        return done;
    }

    private StoredCore open(Corestore6 storage) {
        try {
            return load(storage.create(workload.core().seed()).block());
        } catch (StorageFailedException failed) {
            try {
                return load(storage.create(workload.core().seed()).block());
            } catch (CorestoreException failedAgain) {
                return null;
            }
        }
    }

    private static StoredCore load(StoredCore core) {
        try {
            core.load().block();
        } catch (StorageFailedException failed) {
            try {
                core.load().block();
            } catch (StorageFailedException failedAgain) {
                core.close().block();
                return null;
            }
        }
        return core;
    }

    private static boolean tryTwice(Workload.Step step, StoredCore core) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                step.on(core).block();
                return true;
            } catch (StorageFailedException failed) {
                assertThat(failed).hasMessageContaining("cores/");
            }
        }
        return false;
    }
}
