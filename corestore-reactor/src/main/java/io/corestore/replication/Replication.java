package io.corestore.replication;

import io.corestore.core.Log;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import io.corestore.spi.IoScheduler;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * All connections of one store. Cores that are active here are offered to every peer; cores that a peer asks for are
 * looked up and, if stored, opened for as long as the peer keeps the channel.
 */
public final class Replication implements MessageDuplex {
    private final Loop loop;
    private final CoreLookup lookup;
    private final ReplicationLimits limits;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Map<DiscoveryKey, Swarm> swarms = new HashMap<>();
    private boolean closed;

    public Replication(IoScheduler io, CoreLookup lookup, ReplicationLimits limits) {
        this.loop = new Loop(io);
        this.lookup = lookup;
        this.limits = limits;
    }

    @Override
    public Flux<Message> join(PeerLink link, Publisher<Message> inbound) {
        return Flux.defer(() -> new Session(this, link).run(inbound));
    }

    /** A core became active here: it is offered to all peers, now and later. The hold is released when it is idle. */
    public void activate(CoreLookup.Hold hold) {
        loop.execute(() -> {
            if (closed) {
                hold.release();
                return;
            }
            Swarm swarm = swarm(hold);
            swarm.setDownloading(true);
            sessions.forEach(session -> session.open(swarm));
        });
    }

    /**
     * Nobody here is active on a core any more; peers are still served. Under way at once.
     *
     * @return ends when that is done, and the hold released if no peer is left
     */
    public Mono<Void> deactivate(DiscoveryKey discoveryKey) {
        return letGo(discoveryKey, swarm -> swarm.setDownloading(false));
    }

    /**
     * Ends what peers do with a core, whoever is active on it; they may ask for it again. Under way at once.
     *
     * @return ends when that is done, and the hold released
     */
    public Mono<Void> drop(DiscoveryKey discoveryKey) {
        return letGo(discoveryKey, Swarm::disconnect);
    }

    private Mono<Void> letGo(DiscoveryKey discoveryKey, Consumer<Swarm> how) {
        Sinks.Empty<Void> done = Sinks.empty();
        loop.execute(() -> {
            Swarm swarm = swarms.get(discoveryKey);
            if (swarm != null) {
                how.accept(swarm);
            }
            Mono<Void> released = swarm == null ? Mono.empty() : desert(swarm);
            released.subscribe(null, error -> done.tryEmitEmpty(), done::tryEmitEmpty);
        });
        return done.asMono();
    }

    /** Whether a core grew, once that is known: see {@link io.corestore.Core#update()}. */
    public Mono<Boolean> update(Log log) {
        return Mono.<Mono<Boolean>>create(sink -> loop.execute(() -> {
                    Swarm swarm = swarms.get(log.discoveryKey());
                    sink.success(swarm == null ? Mono.just(false) : swarm.update());
                }))
                .flatMap(found -> found);
    }

    /** Ends all connections and lets go of all cores. */
    public Mono<Void> close() {
        return Mono.create(sink -> loop.execute(() -> {
            closed = true;
            List.copyOf(sessions).forEach(session -> session.end(null));
            for (Swarm swarm : List.copyOf(swarms.values())) {
                swarm.setDownloading(false);
                desert(swarm);
            }
            sink.success();
        }));
    }

    Loop loop() {
        return loop;
    }

    ReplicationLimits limits() {
        return limits;
    }

    void joined(Session session) {
        if (closed) {
            session.end(new ClosedException("the store is closed"));
            return;
        }
        sessions.add(session);
        for (Swarm swarm : swarms.values()) {
            if (swarm.isDownloading()) {
                session.open(swarm);
            }
        }
    }

    void left(Session session) {
        sessions.remove(session);
    }

    /** Finds a core that a peer asks for; tells {@code found} in the loop, null if it is not here. */
    void find(DiscoveryKey discoveryKey, Consumer<@Nullable Swarm> found) {
        Swarm open = swarms.get(discoveryKey);
        if (open != null) {
            found.accept(open);
            return;
        }
        lookup.open(discoveryKey)
                .map(Optional::of)
                .onErrorReturn(Optional.empty())
                .defaultIfEmpty(Optional.empty())
                .subscribe(hold -> loop.execute(() -> {
                    Swarm swarm = hold.map(this::swarm).orElse(null);
                    found.accept(swarm);
                    if (swarm != null) {
                        desert(swarm);
                    }
                }));
    }

    private Swarm swarm(CoreLookup.Hold hold) {
        Swarm known = swarms.get(hold.log().discoveryKey());
        if (known != null) {
            hold.release();
            return known;
        }
        Swarm[] made = new Swarm[1];
        made[0] = new Swarm(loop, hold, () -> loop.atEndOfTurn(() -> desert(made[0])));
        swarms.put(hold.log().discoveryKey(), made[0]);
        return made[0];
    }

    private Mono<Void> desert(Swarm swarm) {
        return swarm.isDeserted() && swarms.remove(swarm.log().discoveryKey(), swarm) ? swarm.dispose() : Mono.empty();
    }
}
