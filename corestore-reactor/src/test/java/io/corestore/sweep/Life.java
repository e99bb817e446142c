package io.corestore.sweep;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.error.CorestoreException;
import io.corestore.key.CoreKey;
import io.corestore.key.KeyPair;
import io.corestore.reactor.Corestores;
import io.corestore.spi.IoScheduler;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.FaultPlan;
import io.corestore.storage.test.crash.Operation;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A store on a file system of power cuts: what is done with it, one act after the other, and what must be found of it from
 * then on.
 */
final class Life implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);
    static final List<String> NAMES = List.of("a", "b");
    static final String COPY = "copy";
    static final String STORE = "the store";
    private static final byte[] PRIMARY_KEY = bytes(7, 32).array();

    final CrashFs fs;
    final IoScheduler io;
    final Origin origin;
    final Disks disks;
    private final Map<String, Timeline> timelines = new LinkedHashMap<>();
    private final Map<String, Core> open = new LinkedHashMap<>();
    private final Set<String> refused = new HashSet<>();
    private Corestore store;
    private KeyPair identity;
    private int opened = Integer.MAX_VALUE;
    private final Map<String, Integer> openedAt = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final List<Integer> failedAt = new ArrayList<>();
    private CorestoreException lastError;
    private boolean faulty;
    private int trusted = Integer.MAX_VALUE;
    private Duration slowest = Duration.ZERO;
    private int counter;

    Life(CrashFs fs, IoScheduler io, Origin origin, Disks disks) {
        this.fs = fs;
        this.io = io;
        this.origin = origin;
        this.disks = disks;
        NAMES.forEach(name -> timelines.put(name, new Timeline()));
        timelines.put(COPY, new Timeline());
    }

    static ByteBuffer bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) seed);
        if (size > 1) {
            bytes[0] = (byte) size;
        }
        return ByteBuffer.wrap(bytes);
    }

    /** Opens the store for the first time. */
    Life begin() {
        distrust();
        store = open(fs, true);
        identity = store.keyPair("a").block(SOON);
        opened = fs.position();
        return this;
    }

    /** Opens a store as a user does. */
    Corestore open(CrashFs on, boolean first) {
        Corestores.Builder builder =
                Corestores.on(disks.open(path(on), io).block(SOON)).signalsOn(Schedulers.immediate());
        return (first ? builder.primaryKey(PRIMARY_KEY) : builder).open().block(SOON);
    }

    static Path path(CrashFs on) {
        return on.path("/store");
    }

    Corestore store() {
        return store;
    }

    @Nullable
    KeyPair identity() {
        return identity;
    }

    /** Since when the identity is acknowledged. */
    int opened() {
        return opened;
    }

    /** From now on operations fail as this plan says; what is found at opening counts then. */
    void fail(FaultPlan... plans) {
        faulty = true;
        fs.fail(plans);
    }

    /** Whether operations may fail. */
    boolean isFaulty() {
        return faulty;
    }

    /** Where acts had failed, in operations of the file system. */
    List<Integer> failedAt() {
        return failedAt;
    }

    /** How many acts on one core, or on {@link #STORE}, have failed. */
    int failures(String name) {
        return failures.getOrDefault(name, 0);
    }

    /** What an act failed with last. */
    @Nullable
    CorestoreException lastError() {
        return lastError;
    }

    /**
     * Until when power cuts lose nothing that was acknowledged: what is opened after a failed sync is what the system shows,
     * which may not be what is on disk.
     */
    int trusted() {
        return trusted;
    }

    private void distrust() {
        if (trusted == Integer.MAX_VALUE
                && fs.operations().stream().anyMatch(Operation.ForceFailed.class::isInstance)) {
            trusted = fs.position();
        }
    }

    /** How long the slowest act took. */
    Duration slowest() {
        return slowest;
    }

    /** The core if it is open, and since when, in operations of the file system. */
    @Nullable
    Core openCore(String name) {
        Core core = open.get(name);
        return core == null || core.isClosed() ? null : core;
    }

    int openedAt(String name) {
        return openedAt.get(name);
    }

    private void failed(String name, CorestoreException error) {
        failures.merge(name, 1, Integer::sum);
        failedAt.add(fs.position());
        lastError = error;
    }

    Map<String, Timeline> timelines() {
        return timelines;
    }

    CoreModel model(String name) {
        return timelines.get(name).last();
    }

    CoreOptions options(String name) {
        return name.equals(COPY) ? CoreOptions.keyed(originKey()) : CoreOptions.named(name);
    }

    private CoreKey originKey() {
        return origin.core.key();
    }

    /** A number that no act has had yet. */
    int next() {
        return ++counter;
    }

    /** The open core, opened, and made, if it is not. */
    @Nullable
    Core core(String name) {
        Core core = open.get(name);
        if (core == null || core.isClosed()) {
            CoreModel before = model(name);
            boolean writable = !name.equals(COPY) && !refused.contains(name);
            CoreModel after = before.exists() ? before : CoreModel.empty(writable);
            Mono<Core> opening = store.get(options(name));
            core = !faulty ? change(name, opening, Promise.STORED, List.of(after)) : afterFailure(name, opening);
            if (core != null) {
                open.put(name, core);
                openedAt.put(name, fs.position());
            }
        }
        return core;
    }

    /** Where something failed, what is found at opening counts from then on, if it may be there. */
    private @Nullable Core afterFailure(String name, Mono<Core> opening) {
        distrust();
        Timeline timeline = timelines.get(name);
        int issued = fs.position();
        Timeline.Allowed allowed = timeline.allowed(issued, false);
        CoreModel fresh = CoreModel.empty(!name.equals(COPY) && !timeline.isWritten(issued));
        boolean absent = allowed.allows(CoreModel.ABSENT);
        Core core = change(name, opening, Promise.STORED, List.of(absent ? fresh : model(name)));
        if (core != null) {
            CoreModel found = Found.of(core);
            boolean made =
                    absent && (fresh.equals(found) || fresh.withWritable(false).equals(found));
            if (!made && !allowed.allows(found)) {
                throw new AssertionError("core " + name + " after a failure: found " + found + ", allowed " + allowed);
            }
            timeline.acknowledged(found, issued, fs.position(), Promise.STORED);
        }
        return core;
    }

    /**
     * Does something with one core.
     *
     * @param steps what the core is to hold on the way, and in the end
     * @return what came of it; null if it failed
     */
    <T> @Nullable T change(String name, Mono<T> act, Promise promise, List<CoreModel> steps) {
        Timeline timeline = timelines.get(name);
        CoreModel before = timeline.last();
        int issued = fs.position();
        long start = System.nanoTime();
        try {
            T outcome = act.block(SOON);
            steps.subList(0, steps.size() - 1).forEach(step -> timeline.issued(step, issued, promise));
            timeline.acknowledged(steps.get(steps.size() - 1), issued, fs.position(), promise);
            return outcome;
        } catch (CorestoreException failed) {
            failed(name, failed);
            steps.forEach(step -> timeline.issued(step, issued, promise));
            timeline.issued(now(name, before), issued, promise);
            return null;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
        }
    }

    /** What the core holds after something failed, as its user sees it. */
    private CoreModel now(String name, CoreModel before) {
        Core core = open.get(name);
        try {
            return core == null || core.isClosed() ? before : Found.of(core);
        } catch (CorestoreException unreadable) {
            return before;
        }
    }

    /** Deletes a core, which comes back read-only if it was written. */
    void purge(String name) {
        CoreModel before = model(name);
        change(name, core(name).purge(), Promise.SIGNED, List.of(CoreModel.ABSENT));
        if (!model(name).exists()) {
            if (!before.blocks().isEmpty() || before.fork() > 0) {
                refused.add(name);
            }
            core(name);
        }
    }

    /** Closes the store and opens it again. */
    void reopen() {
        int position = fs.position();
        close();
        settle(position);
        distrust();
        try {
            store = open(fs, false);
        } catch (CorestoreException failed) {
            failed(STORE, failed);
        }
    }

    /** What was only buffered is durable by now. */
    void settle(int issued) {
        if (!faulty) {
            timelines.values().forEach(line -> line.acknowledged(line.last(), issued, fs.position(), Promise.SIGNED));
        }
    }

    @Override
    public void close() {
        open.clear();
        if (store != null) {
            store.close().block(SOON);
        }
    }
}
