package io.corestore.replication;

import io.corestore.CoreEvent;
import io.corestore.core.Log;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.Logger;
import reactor.util.Loggers;

/** The cores of one store that are replicated: those active here, and those that only peers asked for. */
final class Swarms {
    private static final Logger LOG = Loggers.getLogger(Swarms.class);

    private final Loop loop;
    private final CoreLookup lookup;
    private final ReplicationListener listener;
    private final PassivePool passive;
    private final Map<DiscoveryKey, Swarm> byCore = new HashMap<>();
    private final Set<DiscoveryKey> inConflict = new HashSet<>();
    private boolean closed;

    Swarms(Loop loop, CoreLookup lookup, ReplicationListener listener, int passiveCores) {
        this.loop = loop;
        this.listener = listener;
        this.lookup = lookup;
        this.passive = new PassivePool(passiveCores);
    }

    Loop loop() {
        return loop;
    }

    Intake intake() {
        return lookup.intake();
    }

    Collection<Swarm> all() {
        return byCore.values();
    }

    @Nullable
    Swarm get(DiscoveryKey core) {
        return byCore.get(core);
    }

    /** Somebody here is active on a core. */
    Swarm activate(CoreLookup.Hold hold) {
        Swarm swarm = swarm(hold);
        passive.remove(swarm);
        swarm.setDownloading(true);
        return swarm;
    }

    /** Nobody here is active on a core any more; ends when the hold is released, if no peer is left. */
    Mono<Void> deactivate(DiscoveryKey core) {
        Swarm swarm = byCore.get(core);
        if (swarm == null) {
            return Mono.empty();
        }
        swarm.setDownloading(false);
        return desert(swarm);
    }

    /** Ends the channels of a core, whoever asked for it; ends when the hold is released. */
    Mono<Void> letGo(DiscoveryKey core) {
        inConflict.remove(core); // what is kept of it is kept with the core
        Swarm swarm = byCore.get(core);
        return swarm == null ? Mono.empty() : letGo(swarm);
    }

    /** Lets go of all cores. */
    void close() {
        closed = true;
        List.copyOf(byCore.values()).forEach(swarm -> letGo(swarm).subscribe());
    }

    /** Finds a core that a peer asks for; tells {@code found} in the loop, null if it is not here. */
    void find(DiscoveryKey core, Consumer<@Nullable Swarm> found) {
        Swarm open = byCore.get(core);
        if (open != null) {
            used(open);
            found.accept(open);
            return;
        }
        lookup.open(core)
                .map(Optional::of)
                .onErrorReturn(Optional.empty())
                .defaultIfEmpty(Optional.empty())
                .subscribe(hold -> loop.execute(() -> {
                    Swarm swarm = hold.map(this::passive).orElse(null);
                    found.accept(swarm);
                    if (swarm != null) {
                        desert(swarm);
                    }
                }));
    }

    /** A core that a peer asked for. */
    private Swarm passive(CoreLookup.Hold hold) {
        Swarm swarm = swarm(hold);
        if (!swarm.isDownloading() && !closed) {
            passive.add(swarm).forEach(old -> letGo(old).subscribe());
        }
        return swarm;
    }

    private Swarm swarm(CoreLookup.Hold hold) {
        Swarm known = byCore.get(hold.log().discoveryKey());
        if (known != null) {
            hold.release();
            return known;
        }
        Swarm made = new Swarm(this, hold);
        byCore.put(hold.log().discoveryKey(), made);
        return made;
    }

    /** A peer uses a core. */
    void used(Swarm swarm) {
        passive.used(swarm);
    }

    /** The last channel of a core ended and nobody here is active on it. */
    void deserted(Swarm swarm) {
        loop.atEndOfTurn(() -> desert(swarm));
    }

    /** A peer showed a second signed history of the first {@code length} blocks of a core. */
    void conflicted(Log log, Message.Data tree, long length) {
        if (inConflict.add(log.discoveryKey())) {
            log.keepConflict(tree)
                    .doOnError(error -> LOG.warn("cannot keep the evidence against " + log.discoveryKey(), error))
                    .onErrorComplete()
                    .subscribe(null, null, () -> tellConflict(log, length));
        }
    }

    private void tellConflict(Log log, long length) {
        log.emit(new CoreEvent.Conflict(length, log.state().fork()));
        listener.conflicted(log, length);
    }

    boolean isInConflict(Log log) {
        return log.isInConflict() || inConflict.contains(log.discoveryKey());
    }

    private Mono<Void> letGo(Swarm swarm) {
        passive.remove(swarm);
        swarm.setDownloading(false);
        swarm.closeChannels();
        return desert(swarm);
    }

    private Mono<Void> desert(Swarm swarm) {
        boolean kept = passive.contains(swarm);
        return !kept && swarm.isDeserted() && byCore.remove(swarm.log().discoveryKey(), swarm)
                ? swarm.dispose()
                : Mono.empty();
    }
}
