package io.corestore.cli;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.Corestore;
import io.corestore.DownloadProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One pull of one core: stays connected with the peer, waits until it shares the core, and downloads a range. It ends
 * with the range, with the user's wish, or with an error once no peer had the core for ten seconds.
 */
final class Pull {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** A peer counts from when the core is offered to it; its refusal comes a round trip later. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    private final Corestore store;
    private final Core core;
    private final Terminal terminal;
    private final ProgressBar bar;
    private final long start = System.nanoTime();
    private volatile DownloadProgress progress = new DownloadProgress(0, 0, 0, 0);

    Pull(Corestore store, Core core, Terminal terminal) {
        this.store = store;
        this.core = core;
        this.terminal = terminal;
        bar = terminal.progress() ? ProgressBar.on(terminal.err()) : ProgressBar.none();
    }

    Mono<Result> from(Address peer, RangeOptions range, boolean live) {
        PeerLoop connection = new PeerLoop(store, peer);
        Flux<Integer> peers = peers();
        return Mono.firstWithSignal(
                        giveUp(peers, connection, live),
                        download(peers, range, live),
                        terminal.stop().requested(),
                        connection.run())
                .doOnTerminate(bar::end)
                .then(Mono.fromSupplier(this::result));
    }

    /** How many peers share the core: now, and each time that changes. */
    private Flux<Integer> peers() {
        return core.events()
                .map(Pull::change)
                .scan(0, Integer::sum)
                .distinctUntilChanged()
                .replay(1)
                .refCount(1);
    }

    private static int change(CoreEvent event) {
        return event instanceof CoreEvent.PeerJoined ? 1 : event instanceof CoreEvent.PeerLeft ? -1 : 0;
    }

    private static Mono<Void> giveUp(Flux<Integer> peers, PeerLoop connection, boolean live) {
        // a live pull that once had a peer waits for its return
        Flux<Integer> watched = live ? peers.takeUntil(count -> count > 0) : peers;
        return watched.concatWith(Mono.never())
                .switchMap(count -> count > 0 ? Mono.<Void>never() : noPeer(connection))
                .then();
    }

    private static Mono<Void> noPeer(PeerLoop connection) {
        return Mono.delay(PATIENCE)
                .then(Mono.error(() -> new CommandFailedException(
                        "no peer had the core for " + PATIENCE.toSeconds() + " s" + connection.lastError())));
    }

    private Mono<Void> download(Flux<Integer> peers, RangeOptions range, boolean live) {
        Mono<Void> found = found(peers);
        return live
                ? found.then(fetch(Mono.fromSupplier(range::growing))).then(Mono.never())
                : found.then(fetch(Mono.fromSupplier(() -> range.within(core.length()))));
    }

    /** Waits for a peer that shares the core: one that made it grow, or is still there after a moment. */
    private Mono<Void> found(Flux<Integer> peers) {
        return peers.filter(count -> count > 0)
                .next()
                .then(core.update())
                .flatMap(grown -> grown ? Mono.just(1) : Mono.delay(MOMENT).then(peers.next()))
                .filter(count -> count > 0)
                .repeatWhenEmpty(again -> again)
                .then();
    }

    private Mono<Void> fetch(Mono<BlockRange> range) {
        return range.flatMapMany(core::download).doOnNext(this::show).then();
    }

    private void show(DownloadProgress now) {
        progress = now;
        bar.show(now);
    }

    private Result result() {
        double seconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 1000.0;
        return new Result(
                core.key().toHex(), core.length(), progress.fetchedBlocks(), progress.fetchedBytes(), seconds);
    }

    /**
     * The last line of the output.
     *
     * @param blocks fetched by this run
     * @param bytes of them
     */
    record Result(String key, long length, long blocks, long bytes, double seconds) {}
}
