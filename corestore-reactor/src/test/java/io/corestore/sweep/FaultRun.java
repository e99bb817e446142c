package io.corestore.sweep;

import io.corestore.Core;
import io.corestore.error.CorestoreException;
import io.corestore.error.StorageFailedException;
import io.corestore.spi.IoScheduler;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.FaultPlan;
import io.corestore.storage.test.crash.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One life on a disk that fails. Every error reaches who asked, soon; nothing that is not there is acknowledged; once the
 * disk works again, cores go on, but for those of which a sync failed: they go on when they are opened again.
 */
final class FaultRun {
    private static final Duration SOON = Duration.ofSeconds(5);
    private final IoScheduler io;
    private final Origin origin;
    private final List<Act> acts;
    private final PowerCuts cuts;
    private final Random random;
    private final boolean syncsFail;

    /** @param syncsFail whether syncs are among what may fail */
    FaultRun(IoScheduler io, Origin origin, List<Act> acts, boolean syncsFail, Random random) {
        this.io = io;
        this.origin = origin;
        this.acts = acts;
        this.cuts = new PowerCuts(2, 0);
        this.random = random;
        this.syncsFail = syncsFail;
    }

    /** How many power cuts there were. */
    long images() {
        return cuts.images();
    }

    /** What is found wrong first where operations fail from the first one of the store on; null if nothing is. */
    @Nullable
    String violation(FaultPlan... plans) {
        try (Life life = new Life(CrashFs.create(), io, origin, Disks.REAL)) {
            life.fail(plans);
            try {
                life.begin();
            } catch (CorestoreException refused) {
                life.fail();
                life.begin();
            }
            acts.forEach(act -> act.on(life));
            return afterwards(life);
        }
    }

    /** The same where only operations on the files of core "a" fail; the other cores go on as if nothing was. */
    @Nullable
    String violationOnOne(FaultPlan plan) {
        try (Life life = new Life(CrashFs.create(), io, origin, Disks.REAL).begin()) {
            life.core("a");
            life.core("b");
            life.fail(plan.on(life.core("a").discoveryKey().toHex()));
            acts.forEach(act -> act.on(life));
            for (String other : List.of("b", Life.COPY, Life.STORE)) {
                if (life.failures(other) > 0) {
                    return other + " failed though only files of a did: " + life.lastError();
                }
            }
            return afterwards(life);
        }
    }

    private @Nullable String afterwards(Life life) {
        if (life.slowest().compareTo(SOON) > 0) {
            return "an error came after " + life.slowest();
        }
        String wrong = cut(life);
        life.fail();
        wrong = wrong == null ? goingOn(life, "a", Act.APPEND) : wrong;
        wrong = wrong == null ? goingOn(life, "b", Act.OTHER) : wrong;
        return wrong == null ? openedAgain(life) : wrong;
    }

    /** The power goes at the end, where an act failed, and anywhere. */
    private @Nullable String cut(Life life) {
        int end = life.fs.position();
        String wrong = cuts.at(life, random.nextInt(end + 1), random);
        for (int i = 0; wrong == null && i < Math.min(2, life.failedAt().size()); i++) {
            int which = random.nextInt(life.failedAt().size());
            wrong = cuts.at(life, life.failedAt().get(which), random);
        }
        return wrong == null ? cuts.at(life, end, random) : wrong;
    }

    private @Nullable String goingOn(Life life, String name, Act append) {
        Core core = life.openCore(name);
        if (core == null || !life.model(name).writable() || life.store() == null) {
            return null;
        }
        boolean refuses = syncFailed(life, core, life.openedAt(name));
        int before = life.failures(name);
        append.on(life);
        boolean failed = life.failures(name) > before;
        if (failed && !refuses && !saysThatASyncFailed(life.lastError())) {
            return name + " does not go on though the disk works again: " + life.lastError();
        }
        if (refuses && !(failed && life.lastError() instanceof StorageFailedException)) {
            return name + " writes on though a sync failed: " + life.lastError();
        }
        return null;
    }

    /** Whether nobody knows what of the core's open files is on disk; new files do not count before they are in place. */
    private static boolean syncFailed(Life life, Core core, int from) {
        String folder = "/cores/" + core.discoveryKey().toHex().substring(0, 2) + "/"
                + core.discoveryKey().toHex().substring(2, 4) + "/"
                + core.discoveryKey().toHex();
        return life.fs.operations().stream()
                .skip(from)
                .filter(Operation.ForceFailed.class::isInstance)
                .map(Operation::path)
                .anyMatch(path -> path.contains(folder) && !path.endsWith(".tmp"));
    }

    /** Also a force of which nothing was done, or one of a folder around, is a failed sync. */
    private boolean saysThatASyncFailed(@Nullable CorestoreException error) {
        return syncsFail
                && error instanceof StorageFailedException
                && error.getMessage().contains("since a sync failed");
    }

    private @Nullable String openedAgain(Life life) {
        life.reopen();
        int before = failures(life);
        for (String name : life.timelines().keySet()) {
            life.core(name);
        }
        Act.APPEND.on(life);
        Act.OTHER.on(life);
        if (failures(life) > before) {
            return "not even a store opened again goes on: " + life.lastError();
        }
        life.close();
        return cuts.at(life, life.fs.position(), random);
    }

    private static int failures(Life life) {
        return life.failures("a") + life.failures("b") + life.failures(Life.COPY) + life.failures(Life.STORE);
    }
}
