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
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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
    private int failures;
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

    /** How many acts have failed. */
    int failures() {
        return failures;
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
    Core core(String name) {
        Core core = open.get(name);
        if (core == null || core.isClosed()) {
            CoreModel before = model(name);
            boolean writable = !name.equals(COPY) && !refused.contains(name);
            CoreModel after = before.exists() ? before : CoreModel.empty(writable);
            core = change(name, store.get(options(name)), Promise.STORED, List.of(after));
            if (core != null) {
                open.put(name, core);
            }
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
        try {
            T outcome = act.block(SOON);
            steps.subList(0, steps.size() - 1).forEach(step -> timeline.issued(step, issued, promise));
            timeline.acknowledged(steps.get(steps.size() - 1), issued, fs.position(), promise);
            return outcome;
        } catch (CorestoreException failed) {
            failures++;
            steps.forEach(step -> timeline.issued(step, issued, promise));
            timeline.issued(now(name, before), issued, promise);
            return null;
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
        try {
            store = open(fs, false);
        } catch (CorestoreException failed) {
            failures++;
        }
    }

    /** What was only buffered is durable by now. */
    void settle(int issued) {
        if (failures == 0) {
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
