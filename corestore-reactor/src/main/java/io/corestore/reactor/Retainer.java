package io.corestore.reactor;

import io.corestore.Retention;
import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.replication.CoreLookup.Hold;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Clears the oldest blocks where more is stored than is to be kept: of a core, of the cores of a namespace, of all. One
 * clear at a time, in the background. Of several cores the one written to least recently goes first; those not written
 * since the store was opened come before the others.
 *
 * <p>Where there is a limit on several cores, every stored core is opened once, one after the other, when the store is
 * first used: nothing in the folder says what a core holds. Limits on several cores are looked after once that is known.
 */
final class Retainer {
    private final Quotas quotas;
    private final Function<DiscoveryKey, Mono<Hold>> open;
    private final Map<DiscoveryKey, Usage> usages = new ConcurrentHashMap<>();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicInteger missed = new AtomicInteger();
    private final Sinks.Empty<Void> end = Sinks.empty();
    private volatile boolean scanned;
    private int seen;
    private boolean idle;

    /** Limits on the cores of a namespace together, and on all cores. */
    record Quotas(Map<Hash, Retention> namespaces, Retention store) {
        static final Quotas NONE = new Quotas(Map.of(), Retention.UNLIMITED);

        Quotas with(Hash namespace, Retention retention) {
            Map<Hash, Retention> all = new HashMap<>(namespaces);
            all.put(namespace, retention);
            return new Quotas(Map.copyOf(all), store);
        }

        boolean areNone() {
            return equals(NONE);
        }
    }

    /** @param open opens a stored core, or holds it */
    Retainer(Quotas quotas, Function<DiscoveryKey, Mono<Hold>> open) {
        this.quotas = quotas;
        this.open = open;
    }

    /** Looks into what is stored, in the background. */
    void start(Flux<DiscoveryKey> stored) {
        if (!quotas.areNone()) {
            run(stored.concatMap(key -> Mono.usingWhen(open.apply(key), hold -> measured(hold.log()), Hold::release)
                            .onErrorComplete())
                    .then(Mono.fromRunnable(this::scanned)));
        }
    }

    void close() {
        end.tryEmitEmpty();
    }

    /** A core was opened. */
    void opened(Log log) {
        if (!quotas.areNone()) {
            follow(log);
        }
    }

    /** A core is gone. */
    void forget(DiscoveryKey discoveryKey) {
        usages.remove(discoveryKey);
    }

    /** A session with a limit is open; as long as it is, the result is not disposed of. */
    Disposable limit(Log log, Retention retention) {
        if (retention.isUnlimited()) {
            return Disposables.disposed();
        }
        Usage usage = follow(log);
        usage.limit(retention);
        changed(usage);
        return () -> usage.unlimit(retention);
    }

    long nextTurn() {
        return turns.incrementAndGet();
    }

    /** Counts what a core has stored anew. */
    void measure(Usage usage) {
        run(Mono.usingWhen(open.apply(usage.discoveryKey()), hold -> measured(hold.log()), Hold::release));
    }

    void changed(Usage usage) {
        if (usage.isKnown() && isExceeded(usage) && missed.getAndIncrement() == 0) {
            run(Mono.defer(this::round).repeat(this::goesOn).then());
        }
    }

    /** Work that nobody waits for, until the store closes. */
    private void run(Mono<Void> work) {
        work.takeUntilOther(end.asMono()).subscribe(null, error -> {});
    }

    private Usage follow(Log log) {
        Usage usage = usages.computeIfAbsent(log.discoveryKey(), key -> new Usage(log, this));
        if (usage.follow(log)) {
            measure(usage);
        }
        return usage;
    }

    private Mono<Void> measured(Log log) {
        Usage usage = usages.get(log.discoveryKey());
        return usage == null
                ? Mono.empty()
                : log.measure(usage::measured).then(Mono.fromRunnable(() -> changed(usage)));
    }

    private void scanned() {
        scanned = true;
        usages.values().stream().findFirst().ifPresent(this::changed);
    }

    private boolean isExceeded(Usage usage) {
        return usage.limit().isExceededBy(usage.blocks(), usage.bytes()) || wide() != null;
    }

    private Mono<Void> round() {
        seen = missed.get();
        Clearing next = next();
        idle = next == null;
        return next == null ? Mono.empty() : clear(next);
    }

    private boolean goesOn() {
        return !idle || missed.addAndGet(-seen) > 0;
    }

    private Mono<Void> clear(Clearing next) {
        Usage usage = next.usage();
        return Mono.usingWhen(
                        open.apply(usage.discoveryKey()),
                        hold -> hold.log()
                                .clearOldest(next.blocks(), next.bytes(), next.kept())
                                .doOnNext(cleared -> {
                                    if (cleared == 0) {
                                        usage.stuck(next.write());
                                    }
                                })
                                .then(hold.log().measure(usage::measured)),
                        Hold::release)
                .onErrorResume(failed -> Mono.fromRunnable(() -> usage.stuck(next.write())));
    }

    /** What is to be cleared next; null if nothing is. */
    private @Nullable Clearing next() {
        for (Usage usage : usages.values()) {
            if (usage.isClearable() && usage.limit().isExceededBy(usage.blocks(), usage.bytes())) {
                return Clearing.of(usage, usage.limit(), usage.blocks(), usage.bytes(), usage::lastBlock);
            }
        }
        return wide();
    }

    private @Nullable Clearing wide() {
        if (!scanned) {
            return null;
        }
        for (Map.Entry<Hash, Retention> quota : quotas.namespaces().entrySet()) {
            Clearing clearing = excess(quota.getValue(), usage -> quota.getKey().equals(usage.namespace()));
            if (clearing != null) {
                return clearing;
            }
        }
        return quotas.store().isUnlimited() ? null : excess(quotas.store(), usage -> true);
    }

    private @Nullable Clearing excess(Retention quota, Predicate<Usage> which) {
        List<Usage> all = usages.values().stream().filter(which).toList();
        if (!all.stream().allMatch(Usage::isKnown)) {
            return null;
        }
        long blocks = all.stream().mapToLong(Usage::blocks).sum();
        long bytes = all.stream().mapToLong(Usage::bytes).sum();
        return !quota.isExceededBy(blocks, bytes)
                ? null
                : all.stream()
                        .filter(Usage::isClearable)
                        .min(Comparator.comparingLong(Usage::lastWrite))
                        .map(oldest -> Clearing.of(oldest, quota, blocks, bytes, () -> kept(oldest)))
                        .orElse(null);
    }

    /** The block written last of all, if it is of this core; else none. */
    private long kept(Usage usage) {
        return usage.lastWrite() == turns.get() ? usage.lastBlock() : -1;
    }

    /** How much is to be cleared of a core, and which block is not, as it is asked between two writes. */
    private record Clearing(Usage usage, long blocks, long bytes, LongSupplier kept, long write) {
        /** Down to seven eighths, so that not each write clears. */
        static Clearing of(Usage usage, Retention limit, long blocks, long bytes, LongSupplier kept) {
            long tooMany = blocks > limit.blocks() ? blocks - limit.blocks() + limit.blocks() / 8 : 0;
            long tooMuch = bytes > limit.bytes() ? bytes - limit.bytes() + limit.bytes() / 8 : 0;
            return new Clearing(usage, tooMany, tooMuch, kept, usage.lastWrite());
        }
    }
}
