package io.corestore.storage.corestore6;

import io.corestore.spi.IoScheduler;
import io.corestore.storage.corestore6.Workloads.Workload;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import io.corestore.storage.test.crash.Operation;
import io.corestore.storage.test.crash.Operation.Written;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lives one workload and crashes at each of its boundaries, in as many ways as there is time for. */
final class CrashRun {
    private final String name;
    private final Inspector inspector;
    private final IoScheduler io;
    private final Random random;
    private final Workload workload;
    private final int recoverEach;
    private final Set<Integer> seen = new HashSet<>();
    private int recoveries;
    private int images;
    private int kills;

    /** One of {@code recoverEach} images is recovered from, and that is crashed too. */
    CrashRun(String name, Workload workload, int recoverEach, IoScheduler io, Random random) {
        this.name = name + ", " + workload;
        this.workload = workload;
        this.recoverEach = recoverEach;
        this.inspector = new Inspector(io);
        this.io = io;
        this.random = random;
    }

    /** At most so many different images are opened; what one boundary leaves over goes to those after it. */
    Tally sweep(CrashFs fs, int most) {
        Life life = Life.of(fs, workload.modelAfter(0).state(), workload.steps(), io);
        int end = fs.position();
        for (int position = 0; position <= end; position++) {
            kill(life, position);
            int share = Math.max(1, (most - images) / (end - position + 1));
            cut(life, position, share);
        }
        return new Tally(end + 1, images, kills, recoveries);
    }

    private void kill(Life life, int position) {
        List<State> states = life.candidates(life.acknowledged(position), position);
        Operation next =
                position < life.fs().position() ? life.fs().operations().get(position) : null;
        if (next instanceof Written write) {
            int length = write.bytes().length;
            int bytes = random.nextInt(length);
            check(
                    "killed after " + bytes + " bytes of " + write + ", " + life.moment(position),
                    () -> inspector.find(life.fs().afterKill(position, bytes), states, null));
        } else {
            check(
                    "killed after " + position + ", " + life.moment(position),
                    () -> inspector.find(life.fs().afterKill(position), states, null));
        }
        kills++;
    }

    private void cut(Life life, int position, int most) {
        int durable = life.durable(position);
        List<State> states = life.candidates(durable, position);
        int before = images;
        for (CrashImage image : life.fs().images(position, random, 4 * most)) {
            if (images - before >= most) {
                return;
            }
            if (seen.add(Objects.hash(image.fingerprint(), durable, states.size()))) {
                images++;
                String moment = image + ", " + life.moment(position);
                if (random.nextInt(recoverEach) == 0) {
                    recover(life, image, states, life.after(durable), moment);
                } else {
                    check(moment, () -> inspector.find(image.open(), states, life.after(durable)));
                }
            }
        }
    }

    /** Opens an image, moves into place what was logged, makes one more change, and crashes at each boundary of that. */
    private void recover(Life life, CrashImage image, List<State> states, State durable, String moment) {
        CrashFs fs = image.open();
        Recovery recovery = new Recovery();
        check(
                moment,
                () -> inspector.find(fs, states, durable, (session, found) -> {
                    recovery.found = found;
                    if (found.head() != null) {
                        session.core().checkpoint(found.head()).block();
                        recovery.next = next(life, found);
                        if (recovery.next != null) {
                            recovery.begun = fs.position();
                            recovery.next.action().on(session).block();
                            recovery.acknowledged = fs.position();
                        }
                    }
                }));
        for (int second = 0; second <= fs.position(); second++) {
            List<State> expected = recovery.candidates(second);
            for (CrashImage again : fs.images(second, random, 3)) {
                recoveries++;
                check(
                        moment + "\nthen, recovering, " + recovery.next + ": " + again,
                        () -> inspector.find(again.open(), expected, durable));
            }
        }
    }

    /** A random change that goes on from what was found; null if that is no state between two steps. */
    private @Nullable Step next(Life life, State found) {
        int made = life.made(found);
        if (made < 0) {
            return null;
        }
        Model model = workload.modelAfter(made);
        Workloads.letter(random).accept(model);
        return model.steps().get(model.steps().size() - 1);
    }

    /** What was found in an image and done then. */
    private static final class Recovery {
        private State found;
        private @Nullable Step next;
        private int begun = Integer.MAX_VALUE;
        private int acknowledged = Integer.MAX_VALUE;

        List<State> candidates(int position) {
            if (next == null || position < begun) {
                return List.of(found);
            }
            List<State> states = new ArrayList<>(List.of(next.after()));
            if (position < acknowledged) {
                states.addAll(next.between());
            }
            if (position < acknowledged || !next.durable()) {
                states.add(found);
            }
            return states;
        }
    }

    private void check(String moment, Runnable check) {
        try {
            check.run();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError(name + "\n" + moment + "\n" + failed, failed);
        }
    }
}
