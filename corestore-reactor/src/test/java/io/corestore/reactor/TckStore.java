package io.corestore.reactor;

import io.corestore.Core;
import io.corestore.CoreBatch;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Extension;
import io.corestore.key.Hash;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A store in memory that holds what publishers under test need. */
final class TckStore {
    static final int BLOCKS = 1_000;
    static final int BLOCK_BYTES = 8;
    static final Hash TOPIC = Hash.of(new byte[Hash.BYTES]);

    private static final String EXTENSION = "greet";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final List<Mono<Void>> afterwards = new ArrayList<>();
    private final Disposable.Swap growth = Disposables.swap();
    private final Disposable.Swap speech = Disposables.swap();
    private final Corestore store;
    private final Core full;
    private final Core scratch;
    private final Core growing;
    private final CoreBatch batch;
    private final Extension heard;
    private final Map<Long, Corestore> holding = new HashMap<>();
    private boolean closed;

    private TckStore() {
        this.store = openStore();
        this.full = get("full");
        this.scratch = get("scratch");
        this.growing = store.get(CoreOptions.named("growing").withGroup(TOPIC)).block(SOON);
        full.append(Blocks.sized(BLOCKS, BLOCK_BYTES)).block(SOON);
        scratch.append(Blocks.sized(1, BLOCK_BYTES)).block(SOON);
        batch = full.batch().block(SOON);
        batch.append(Blocks.sized(1, BLOCK_BYTES)).block(SOON);
        heard = growing.extension(EXTENSION);
    }

    static TckStore open() {
        return new TckStore();
    }

    /** One of which nothing can be had any more. */
    static TckStore ofClosedSessions() {
        TckStore closed = new TckStore();
        closed.close();
        return closed;
    }

    Corestore store() {
        return store;
    }

    /** A core of {@link #BLOCKS} blocks. */
    Core full() {
        return full;
    }

    /** A core of one block at first, to be written. */
    Core scratch() {
        return scratch;
    }

    /** The core that {@link #grow} appends to. */
    Core growing() {
        return growing;
    }

    /** A new core, with one block. */
    Core fresh() {
        if (closed) {
            return scratch;
        }
        Core core = store.get().block(SOON);
        core.append(Blocks.sized(1, BLOCK_BYTES)).block(SOON);
        return core;
    }

    /** A batch over the full core, of one block at first. */
    CoreBatch batch() {
        return batch;
    }

    /** An extension of the growing core; once this {@link #grow grows} a peer says something again and again. */
    Extension heard() {
        return heard;
    }

    /** Another store, which closes with this one. */
    Mono<Corestore> another() {
        return Mono.defer(() -> Corestores.open(MemoryStorage.create())).doOnNext(opened -> atClose(opened.close()));
    }

    /** A store of so many open cores, the same one each time. */
    Corestore holding(long cores) {
        return closed ? store : holding.computeIfAbsent(cores, this::fresh);
    }

    /** Another store of so many open cores. */
    Corestore fresh(long cores) {
        if (closed) {
            return store;
        }
        Corestore another = openStore();
        Flux.range(0, (int) cores)
                .concatMap(i -> another.get("core-" + i))
                .concatMap(core -> core.append(Blocks.sized(1, BLOCK_BYTES)))
                .blockLast(SOON);
        return another;
    }

    /** One side of an encrypted connection with a store that downloads the growing core. */
    Flux<ByteBuffer> connected() {
        return Flux.defer(() -> {
            Corestore peer = openStore();
            Sinks.Many<ByteBuffer> toPeer = Sinks.many().unicast().onBackpressureBuffer();
            Flux<ByteBuffer> fromPeer = peer.get(growing.key()).thenMany(peer.replicate(false, toPeer.asFlux()));
            return store.replicate(true, fromPeer).doOnNext(toPeer::tryEmitNext);
        });
    }

    /** Appends blocks, and opens and closes a core, again and again. */
    void grow() {
        growth.replace(Flux.interval(Duration.ofMillis(1))
                .onBackpressureDrop()
                .concatMap(
                        i -> growing.append(Blocks.utf8("more"))
                                .thenMany(store.use(CoreOptions.named("coming"), Core::info)),
                        1)
                .subscribe());
        speech.replace(speaking().subscribe());
    }

    private Flux<Void> speaking() {
        Corestore peer = openStore();
        Pipe.join(store, peer);
        return Flux.usingWhen(
                peer.get(growing.key()),
                core -> Flux.interval(Duration.ofMillis(1))
                        .onBackpressureDrop()
                        .concatMap(i -> core.extension(EXTENSION).broadcast(Blocks.utf8("message")), 1),
                Core::close);
    }

    void close() {
        closed = true;
        growth.dispose();
        speech.dispose();
        Flux.concat(afterwards).blockLast(SOON);
    }

    private Core get(String name) {
        return store.get(name).block(SOON);
    }

    private Corestore openStore() {
        Corestore opened = Corestores.open(MemoryStorage.create()).block(SOON);
        atClose(opened.close());
        return opened;
    }

    /** Does something once this closes. */
    synchronized void atClose(Mono<Void> work) {
        afterwards.add(work);
    }
}
