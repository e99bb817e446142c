package io.corestore.reactor;

import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.replication.CoreLookup.Hold;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The open cores of a store, each open once and counted. Who comes while a core opens shares the opening; who comes
 * while it closes opens it again after that.
 */
final class Registry {
    private final Map<DiscoveryKey, Entry> entries = new HashMap<>();
    private final Map<DiscoveryKey, Mono<Void>> closing = new HashMap<>();
    private final Consumer<Log> closed;

    /** @param closed told of each log once it has closed */
    Registry(Consumer<Log> closed) {
        this.closed = closed;
    }

    private static final class Entry {
        private final DiscoveryKey discoveryKey;
        private final Mono<Log> opening;
        private int holds;
        private volatile @Nullable Log log;

        /** @param failed told before those who wait for the opening */
        Entry(DiscoveryKey discoveryKey, Mono<Log> opener, Consumer<Entry> failed) {
            this.discoveryKey = discoveryKey;
            this.opening = opener.doOnNext(opened -> log = opened)
                    .doOnError(error -> failed.accept(this))
                    .cache();
        }
    }

    /** Holds the core of this key; {@code opener} opens it if it is not open. Empty if the opener is. */
    Mono<Hold> hold(DiscoveryKey discoveryKey, Mono<Log> opener) {
        return Mono.defer(() -> {
            Entry entry = enter(discoveryKey, opener);
            return Delivery.of(entry.opening.<Hold>map(log -> new EntryHold(entry, log)), () -> leave(entry))
                    .doOnDiscard(EntryHold.class, EntryHold::release);
        });
    }

    synchronized @Nullable Log openLog(DiscoveryKey discoveryKey) {
        Entry entry = entries.get(discoveryKey);
        return entry == null ? null : entry.log;
    }

    synchronized List<Log> openLogs() {
        return entries.values().stream()
                .map(entry -> entry.log)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    /** Closes a core, held or not; who comes before {@code afterwards} has ended opens it after that. */
    Mono<Void> close(DiscoveryKey discoveryKey, Mono<Void> afterwards) {
        return Mono.defer(() -> {
            synchronized (this) {
                Entry entry = entries.get(discoveryKey);
                Mono<Void> before = entry == null ? closing.getOrDefault(discoveryKey, Mono.empty()) : retire(entry);
                Mono<Void> end = before.then(afterwards).cache();
                await(discoveryKey, end.onErrorComplete());
                return end;
            }
        });
    }

    /** Closes every core, held or not. */
    Mono<Void> close() {
        return Mono.defer(() -> {
            List<Mono<Void>> all;
            synchronized (this) {
                List.copyOf(entries.values()).forEach(entry -> retire(entry));
                all = List.copyOf(closing.values());
            }
            return Flux.fromIterable(all).flatMap(end -> end).then();
        });
    }

    private synchronized Entry enter(DiscoveryKey discoveryKey, Mono<Log> opener) {
        Entry entry = entries.get(discoveryKey);
        if (entry == null) {
            Mono<Void> before = closing.getOrDefault(discoveryKey, Mono.empty());
            entry = new Entry(discoveryKey, before.then(opener), this::drop);
            entries.put(discoveryKey, entry);
        }
        entry.holds++;
        return entry;
    }

    /** Who comes after an opening that failed tries his own. */
    private synchronized void drop(Entry failed) {
        entries.remove(failed.discoveryKey, failed);
    }

    private synchronized Mono<Void> leave(Entry entry) {
        return --entry.holds == 0 ? retire(entry) : Mono.empty();
    }

    private Mono<Void> retire(Entry entry) {
        if (!entries.remove(entry.discoveryKey, entry)) {
            return closing.getOrDefault(entry.discoveryKey, Mono.empty());
        }
        Mono<Void> end = entry.opening.flatMap(this::close).onErrorComplete().cache();
        await(entry.discoveryKey, end);
        return end;
    }

    private Mono<Void> close(Log log) {
        return log.close().doOnSuccess(done -> closed.accept(log));
    }

    private void await(DiscoveryKey discoveryKey, Mono<Void> end) {
        closing.put(discoveryKey, end);
        end.subscribe(null, error -> {}, () -> ended(discoveryKey, end));
    }

    private synchronized void ended(DiscoveryKey discoveryKey, Mono<Void> end) {
        closing.remove(discoveryKey, end);
    }

    private final class EntryHold implements Hold {
        private final Entry entry;
        private final Log log;
        private final AtomicBoolean released = new AtomicBoolean();

        EntryHold(Entry entry, Log log) {
            this.entry = entry;
            this.log = log;
        }

        @Override
        public Log log() {
            return log;
        }

        @Override
        public boolean isShared() {
            synchronized (Registry.this) {
                return entry.holds > 1;
            }
        }

        @Override
        public Mono<Void> release() {
            return released.compareAndSet(false, true) ? leave(entry) : Mono.empty();
        }
    }
}
