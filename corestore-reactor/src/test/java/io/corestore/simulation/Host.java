package io.corestore.simulation;

import io.corestore.Corestore;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import io.corestore.reactor.SimulatedStores;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.FileStorage;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.CrashImage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** One machine: a disk, and a store on it while it is up. */
final class Host {
    static final Duration SOON = Duration.ofMinutes(5);
    private static final int IMAGES = 4;
    private final VirtualTime time;
    private final Random random;
    private final int number;
    private final @Nullable Liar liar;
    private final Plan plan;
    private final boolean asynchronous;
    private CrashFs fs = CrashFs.create();
    private AtomicBoolean ended = new AtomicBoolean(true);
    private @Nullable CoreStorage storage;
    private @Nullable Corestore store;
    private long diskMicros = 200;

    /**
     * @param liar makes of what the store says what the host says; null for an honest one
     */
    Host(Simulation simulation, int number, @Nullable Liar liar) {
        this.time = simulation.time();
        this.random = simulation.random();
        this.number = number;
        this.liar = liar;
        this.plan = simulation.plan();
        this.asynchronous = random.nextBoolean();
    }

    boolean isHonest() {
        return liar == null;
    }

    boolean isUp() {
        return store != null;
    }

    Hash key() {
        return Hash.of(bytes(1));
    }

    Corestore store() {
        return java.util.Objects.requireNonNull(store);
    }

    /** How long the disk takes for one thing, at most. */
    void setDiskMicros(long most) {
        diskMicros = most;
    }

    /** Opens the store on what the disk holds. */
    void start() {
        AtomicBoolean end = new AtomicBoolean();
        ended = end;
        ProcessScheduler io = new ProcessScheduler(time, () -> random.nextLong(diskMicros), end);
        ProcessScheduler signals = new ProcessScheduler(time, () -> random.nextInt(50), end);
        IoScheduler files = IoScheduler.over(io, () -> end.get() || !asynchronous && io.isCurrent());
        storage = plan.disk().apply(time.await(FileStorage.at(fs.path("/store"), StorageOptions.on(files)), SOON));
        store = time.await(
                SimulatedStores.on(storage, signals, signals)
                        .primaryKey(bytes(2))
                        .open(),
                SOON);
    }

    /** Closes the store, as a user does. */
    void stop() {
        Corestore closing = store();
        store = null;
        time.await(closing.close(), SOON);
        ended.set(true);
    }

    /** The power is cut: of what was not synced any part is lost. */
    void crash() {
        ended.set(true);
        store = null;
        int wanted = random.nextInt(IMAGES);
        CrashImage left = null;
        for (CrashImage image : fs.images(fs.position(), random, IMAGES)) {
            left = image;
            if (wanted-- == 0) {
                break;
            }
        }
        fs = java.util.Objects.requireNonNull(left).open();
        // the lock of the old disk is held for the whole Java process
        java.util.Objects.requireNonNull(storage).close().subscribe();
    }

    /** Its end of a connection. */
    Flux<Message> join(PeerLink link, Publisher<Message> arrivals) {
        return store().replicate(link, arrivals);
    }

    /** From now on it leaves nothing unanswered, honest or not. */
    void answer() {
        if (liar != null) {
            liar.answer();
        }
    }

    /** What the host says where its store says something. */
    List<Message> says(Message message) {
        if (liar != null) {
            return liar.distort(message);
        }
        return plan.passes().test(message) ? List.of(message) : List.of();
    }

    private byte[] bytes(int kind) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) (16 * kind + number));
        return bytes;
    }

    @Override
    public String toString() {
        return "host " + number;
    }
}
