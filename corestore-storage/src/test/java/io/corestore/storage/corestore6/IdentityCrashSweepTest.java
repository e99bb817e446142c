package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.error.CorestoreException;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StoredCore;
import io.corestore.storage.test.Sweep;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Power cuts while a primary key is made, replaced, sealed and unsealed: there is the old one or the new one, whole. */
final class IdentityCrashSweepTest {
    private final IoScheduler io = IoScheduler.create("identity", 2);
    private final List<Change> changes = List.of(
            new Change(false, 1, storage -> storage.identity(() -> key(1)).block()),
            new Change(false, 1, IdentityCrashSweepTest::makeCore),
            new Change(false, 2, storage -> storage.replaceIdentity(key(2)).block()),
            new Change(true, 3, storage -> storage.seal(key(3)).block()),
            new Change(true, 4, storage -> storage.seal(key(4)).block()),
            new Change(false, 5, storage -> storage.unseal(key(5)).block()),
            new Change(false, 6, storage -> storage.replaceIdentity(key(6)).block()));

    private final List<Integer> acknowledged = new ArrayList<>();
    private int images;
    private int recoveries;

    /** What leads to a key that is sealed or not. */
    private record Change(boolean sealed, int key, Consumer<CoreStorage> action) {}

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void theOldKeyOrTheNewOneIsThere() {
        Sweep sweep = Sweep.of("R1 format, identity");
        Random random = new Random(sweep.seed());
        int lives = Sweep.count(3, 60, 600);
        for (int life = 0; life < lives; life++) {
            io.call(() -> {
                        live(random, sweep + "");
                        return null;
                    })
                    .block();
        }
        sweep.report(lives + " lives, " + images + " images, " + recoveries + " crashed recoveries, 0 violations");
        assertThat(images).isGreaterThan(100 * lives);
        assertThat(recoveries).isGreaterThan(100 * lives);
    }

    /** The old folder is emptied only when it can no longer come back as the primary key. */
    @Test
    void theFilesOfAReplacedFolderGoAfterTheRenamesAreDurable() {
        CrashFs fs = CrashFs.create();
        Session session = Session.open(fs, io);
        session.storage().sealedIdentity(() -> key(1)).block();
        int before = fs.position();
        session.storage().unseal(key(2)).block();
        session.close();

        List<String> changes = fs.operations().subList(before, fs.position()).stream()
                .map(change -> change.getClass().getSimpleName())
                .toList();
        int renamed = changes.lastIndexOf("Renamed");
        assertThat(changes.subList(renamed + 1, renamed + 3)).containsExactly("Forced", "Unlinked");
    }

    private void live(Random random, String name) {
        acknowledged.clear();
        CrashFs fs = CrashFs.create();
        Session session = Session.open(fs, io);
        for (Change change : changes) {
            change.action().accept(session.storage());
            acknowledged.add(fs.position());
        }
        session.close();
        Set<Long> seen = new HashSet<>();
        for (int position = 0; position <= fs.position(); position++) {
            int done = acknowledged(position);
            for (CrashImage image : fs.images(position, random, 200)) {
                if (seen.add(image.fingerprint() * 31 + done)) {
                    images++;
                    cut(image, done, random, name + ", after " + done + " changes, " + image);
                }
            }
        }
    }

    /** Opens an image; what the opening itself does is cut too. */
    private void cut(CrashImage image, int done, Random random, String moment) {
        CrashFs fs = image.open();
        int found = find(fs, done, moment);
        if (random.nextInt(8) == 0) {
            for (int second = 0; second <= fs.position(); second++) {
                for (CrashImage again : fs.images(second, random, 20)) {
                    recoveries++;
                    assertThat(find(again.open(), done, moment + "\nthen " + again))
                            .as("%s\nthen %s", moment, again)
                            .isEqualTo(found);
                }
            }
        }
    }

    /** The number of the key that is found; 0 is none. */
    private int find(CrashFs fs, int done, String moment) {
        Session session = open(fs, moment);
        try {
            boolean sealed = session.storage().isSealed().block();
            byte[] key = (sealed
                            ? session.storage().sealedIdentity(() -> key(0))
                            : session.storage().identity(() -> key(0)))
                    .block();
            int number = key[0];
            boolean none = number == 0 && !sealed && done == 0;
            boolean before = done > 0 && isKeyOf(changes.get(done - 1), sealed, number);
            boolean after = done < changes.size() && isKeyOf(changes.get(done), sealed, number);
            assertThat(none || before || after)
                    .as("%s: key %s, sealed: %s", moment, number, sealed)
                    .isTrue();
            assertThat(key).as(moment).isEqualTo(key(number));
            if (done >= 2) {
                checkCore(session.storage());
            }
            return number;
        } catch (CorestoreException failed) {
            throw new AssertionError(moment, failed);
        } finally {
            session.close();
        }
    }

    private Session open(CrashFs fs, String moment) {
        try {
            return Session.open(fs, io);
        } catch (RuntimeException failed) {
            throw new AssertionError(moment, failed);
        }
    }

    private static boolean isKeyOf(Change change, boolean sealed, int number) {
        return change.sealed() == sealed && change.key() == number;
    }

    private static void makeCore(CoreStorage storage) {
        TestCore core = new TestCore(Model.CORE);
        StoredCore stored = storage.create(core.seed()).block();
        stored.load().block();
        stored.commit(core.append("a"), Durability.SYNC).block();
        stored.close().block();
    }

    private static void checkCore(CoreStorage storage) {
        StoredCore core = storage.open(new TestCore(Model.CORE).discoveryKey()).block();
        assertThat(core.load().block().head().length()).isOne();
        core.close().block();
    }

    private int acknowledged(int position) {
        return (int) acknowledged.stream().filter(at -> at <= position).count();
    }

    private static byte[] key(int number) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) number);
        return key;
    }
}
