package io.corestore.storage.corestore6;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StoredCore;
import io.corestore.storage.test.crash.CrashFs;
import java.util.ArrayList;
import java.util.List;

/** What happened in a {@link CrashFs}: some steps, and when each was acknowledged. */
final class Life {
    /** The core that is in the store too, and that nobody touches. */
    static final int BYSTANDER = 2;

    private final CrashFs fs;
    private final State before;
    private final List<Step> steps;
    private final List<Integer> acknowledged = new ArrayList<>();

    private Life(CrashFs fs, State before, List<Step> steps) {
        this.fs = fs;
        this.before = before;
        this.steps = steps;
    }

    /** A store with an identity and one core. */
    static CrashFs store(IoScheduler io) {
        CrashFs fs = CrashFs.create();
        Session session = Session.open(fs, io);
        session.storage().identity(Life::identity).block();
        TestCore core = new TestCore(BYSTANDER);
        StoredCore stored = session.storage().create(core.seed()).block();
        stored.load().block();
        stored.commit(core.append("by", "stander"), Durability.SYNC).block();
        session.close();
        return fs.copy();
    }

    static byte[] identity() {
        byte[] key = new byte[32];
        key[0] = 42;
        return key;
    }

    /** Makes all steps, and closes the store. */
    static Life of(CrashFs fs, State before, List<Step> steps, IoScheduler io) {
        Life life = new Life(fs, before, steps);
        Session session = Session.open(fs, io);
        for (Step step : steps) {
            step.action().on(session).block();
            life.acknowledged.add(fs.position());
        }
        session.close();
        return life;
    }

    CrashFs fs() {
        return fs;
    }

    /** How many steps were acknowledged when there were so many operations. */
    int acknowledged(int position) {
        return (int) acknowledged.stream().filter(at -> at <= position).count();
    }

    /** After how many steps all that was acknowledged then was durable. */
    int durable(int position) {
        int count = acknowledged(position);
        while (count > 0 && !steps.get(count - 1).durable()) {
            count--;
        }
        return count;
    }

    State after(int count) {
        return count == 0 ? before : steps.get(count - 1).after();
    }

    /** After how many steps this very state was stored; -1 if it is one between two of them. */
    int made(State state) {
        int count = steps.size();
        while (count >= 0 && after(count) != state) {
            count--;
        }
        return count;
    }

    /** What may be stored if the first {@code least} steps are, and more were made until then. */
    List<State> candidates(int least, int position) {
        int acknowledged = acknowledged(position);
        List<State> states = new ArrayList<>();
        for (int count = least; count <= Math.min(acknowledged + 1, steps.size()); count++) {
            states.add(after(count));
        }
        if (acknowledged < steps.size()) {
            states.addAll(steps.get(acknowledged).between());
        }
        return states;
    }

    /** What went on then. */
    String moment(int position) {
        int count = acknowledged(position);
        return "in " + (count < steps.size() ? steps.get(count) : "close") + ", step " + (count + 1);
    }
}
