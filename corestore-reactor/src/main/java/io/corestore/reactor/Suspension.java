package io.corestore.reactor;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.error.ClosedException;
import io.corestore.error.CorestoreException;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StoredCore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lends the folder to another process. The files of open cores are closed meanwhile, so that nothing is read that
 * changes underneath; afterwards each is loaded and compared with its log, which goes on if it is what it was. A core
 * that the other process changed ends here: its log knows another history than its files.
 */
final class Suspension {
    private final CoreStorage storage;
    private final Registry registry;
    private final BiFunction<DiscoveryKey, ClosedException, Mono<Void>> evict;
    private final Gate gate = new Gate();
    private final Set<GatedCore> cores = ConcurrentHashMap.newKeySet();
    private Mono<Void> last = Mono.empty();
    private int waiting;
    private boolean suspended;

    /** @param evict ends every use of a core here */
    Suspension(CoreStorage storage, Registry registry, BiFunction<DiscoveryKey, ClosedException, Mono<Void>> evict) {
        this.storage = storage;
        this.registry = registry;
        this.evict = evict;
    }

    Gate gate() {
        return gate;
    }

    /** Puts a core that was just opened behind the gate. */
    StoredCore gated(DiscoveryKey discoveryKey, StoredCore stored) {
        GatedCore core = new GatedCore(discoveryKey, stored, gate, cores::remove);
        cores.add(core);
        return core;
    }

    /** See {@link io.corestore.Corestore#suspend()}. */
    Mono<Void> suspend() {
        return alone(() -> suspended
                ? Mono.empty()
                : gate.shut()
                        .thenMany(Flux.defer(() -> Flux.fromIterable(cores)))
                        .flatMap(GatedCore::pause)
                        .then(Mono.defer(storage::unlock))
                        .doOnSuccess(done -> suspended = true));
    }

    /** See {@link io.corestore.Corestore#resume()}. */
    Mono<Void> resume() {
        return alone(() -> suspended
                ? storage.lock()
                        .thenMany(Flux.defer(() -> Flux.fromIterable(cores)))
                        .concatMap(this::proceed)
                        .then(Mono.fromRunnable(() -> {
                            suspended = false;
                            gate.open();
                        }))
                : Mono.empty());
    }

    private Mono<Void> proceed(GatedCore core) {
        DiscoveryKey discoveryKey = core.discoveryKey();
        return storage.open(discoveryKey)
                .flatMap(stored -> stored.load()
                        .filter(loaded -> isUnchanged(registry.openLog(discoveryKey), loaded))
                        .doOnNext(same -> core.proceed(stored))
                        .hasElement()
                        .flatMap(same -> same ? Mono.just(true) : stored.close().thenReturn(false)))
                .onErrorReturn(CorestoreException.class, false)
                .flatMap(same -> same ? Mono.empty() : end(core));
    }

    private Mono<Void> end(GatedCore core) {
        ClosedException reason = new ClosedException("core " + core.discoveryKey()
                + " was changed by another process while the store was suspended: open it again");
        core.outdate(reason);
        return evict.apply(core.discoveryKey(), reason);
    }

    private static boolean isUnchanged(@Nullable Log log, LoadedCore loaded) {
        if (log == null) {
            return false;
        }
        LogState state = log.state();
        return loaded.head().fork() == state.fork()
                && loaded.head().length() == state.length()
                && loaded.roots().equals(state.roots())
                && loaded.userData().equals(log.userData())
                && isSame(loaded.present(), log.bitfield(), state.length());
    }

    private static boolean isSame(List<BlockRange> present, Bitfield bitfield, long length) {
        long stored = present.stream().mapToLong(BlockRange::length).sum();
        return stored == bitfield.count(BlockRange.of(0, length))
                && present.stream().allMatch(bitfield::containsAll);
    }

    /** One after the other, in the order of their subscriptions, and to its end, whoever stops waiting for it. */
    private Mono<Void> alone(Supplier<Mono<Void>> work) {
        return Mono.defer(() -> {
            synchronized (this) {
                waiting++;
                last = last.onErrorComplete()
                        .then(Mono.defer(work))
                        .doOnTerminate(this::done)
                        .cache();
                return last;
            }
        });
    }

    private synchronized void done() {
        if (--waiting == 0) {
            last = Mono.empty();
        }
    }
}
