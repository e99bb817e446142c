package io.corestore.replication;

import io.corestore.Peer;
import io.corestore.PeerInfo;
import io.corestore.core.Log;
import io.corestore.error.ClosedException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import io.corestore.spi.IoScheduler;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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
    private final ReplicationListener listener;
    private final ReplicationLimits limits;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Swarms swarms;
    private final Extensions extensions;
    private final CoreAccess access;
    private boolean closed;

    public Replication(IoScheduler io, CoreLookup lookup, ReplicationListener listener, ReplicationSettings settings) {
        this.loop = new Loop(io, settings.clock());
        this.listener = listener;
        this.limits = settings.limits();
        this.access = new CoreAccess(loop, settings.authorizer());
        this.extensions = new Extensions(limits.extensionBytes());
        this.swarms = new Swarms(loop, lookup, listener, limits.passiveCores());
    }

    /** A connection that is not the store's own: when the store closes it loses its channels, and ends with its input. */
    @Override
    public Flux<Message> join(PeerLink link, Publisher<Message> inbound) {
        return Flux.defer(() -> new Session(this, link, false).run(inbound));
    }

    /** A connection that ends when the store closes. */
    public Flux<Message> joinOwn(PeerLink link, Publisher<Message> inbound) {
        return Flux.defer(() -> new Session(this, link, true).run(inbound));
    }

    /** A core became active here: it is offered to all peers, now and later. The hold is released when it is idle. */
    public void activate(CoreLookup.Hold hold) {
        loop.execute(() -> {
            if (closed) {
                hold.release();
                return;
            }
            Swarm swarm = swarms.activate(hold);
            sessions.forEach(session -> session.open(swarm));
        });
    }

    /**
     * Nobody here is active on a core any more; peers are still served. Under way at once.
     *
     * @return ends when that is done, and the hold released if no peer is left
     */
    public Mono<Void> deactivate(DiscoveryKey discoveryKey) {
        Sinks.Empty<Void> done = Sinks.empty();
        loop.execute(() ->
                swarms.deactivate(discoveryKey).subscribe(null, error -> done.tryEmitEmpty(), done::tryEmitEmpty));
        return done.asMono();
    }

    /** Ends the channels of a core and lets go of it, whoever asked for it; completes when the hold is released. */
    public Mono<Void> letGo(DiscoveryKey discoveryKey) {
        return inLoop(() -> swarms.letGo(discoveryKey)).flatMap(released -> released);
    }

    /** Nobody looks for peers any more: who waits for a first one is told. */
    public void searchEnded() {
        loop.execute(() -> swarms.all().forEach(Swarm::changed));
    }

    /** The store goes on after a suspension, during which peers were refused and nothing of theirs was stored. */
    public void resumed() {
        loop.execute(() -> swarms.all().forEach(Swarm::resumed));
    }

    /** Whether a core grew, once that is known: see {@link io.corestore.Core#update()}. */
    public Mono<Boolean> update(Log log, PeerSearch search) {
        return inLoop(() -> {
                    Swarm swarm = swarms.get(log.discoveryKey());
                    return swarm == null ? Mono.just(false) : swarm.update(search);
                })
                .flatMap(outcome -> outcome);
    }

    /** The peers of a core now. */
    public Mono<List<PeerInfo>> peers(DiscoveryKey discoveryKey) {
        return inLoop(() -> {
            Swarm swarm = swarms.get(discoveryKey);
            return swarm == null ? List.of() : swarm.peers();
        });
    }

    /** The connections now. */
    public Mono<List<Peer>> connections() {
        return inLoop(() -> sessions.stream().map(Session::peer).toList());
    }

    /** Ends the connections to a peer; emits how many there were. */
    public Mono<Integer> disconnect(Hash remoteKey) {
        return inLoop(() -> {
            List<Session> ending = sessions.stream()
                    .filter(session -> session.link().remoteKey().equals(remoteKey))
                    .toList();
            ending.forEach(session -> session.end(null));
            return ending.size();
        });
    }

    /** Tells a handler of extension messages from now on. */
    public void register(DiscoveryKey discoveryKey, ExtensionHandler handler) {
        loop.execute(() -> extensions.add(discoveryKey, handler));
    }

    /** Tells a handler no more. Under way at once; completes when no call of the handler can come any more. */
    public Mono<Void> unregister(DiscoveryKey discoveryKey, ExtensionHandler handler) {
        Sinks.Empty<Void> done = Sinks.empty();
        loop.execute(() -> {
            extensions.remove(discoveryKey, handler);
            done.tryEmitEmpty();
        });
        return done.asMono();
    }

    /**
     * Sends an extension message; completes when it is on its way.
     *
     * @param remoteKey of the peer; null for all that share the core
     */
    public Mono<Void> say(DiscoveryKey discoveryKey, @Nullable Hash remoteKey, String name, ByteBuffer body) {
        return Mono.create(sink -> loop.execute(() -> {
            Swarm swarm = swarms.get(discoveryKey);
            if (swarm != null) {
                swarm.say(remoteKey, name, body);
            }
            sink.success();
        }));
    }

    /** Ends the store's own connections, closes the channels of the others, and lets go of all cores. */
    public Mono<Void> close() {
        return Mono.create(sink -> loop.execute(() -> {
            closed = true;
            List.copyOf(sessions).forEach(Session::storeClosed);
            swarms.close();
            sink.success();
        }));
    }

    Swarms swarms() {
        return swarms;
    }

    ReplicationListener listener() {
        return listener;
    }

    CoreAccess access() {
        return access;
    }

    Extensions extensions() {
        return extensions;
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
        listener.connected(session.link());
        swarms.all().stream().filter(Swarm::isDownloading).forEach(session::open);
    }

    void left(Session session, @Nullable Throwable error) {
        if (sessions.remove(session)) {
            listener.disconnected(session.link(), error);
        }
    }

    /** Runs a task in the loop; completes with what it returns. */
    private <T> Mono<T> inLoop(Supplier<T> task) {
        return Mono.create(sink -> loop.execute(() -> sink.success(task.get())));
    }
}
