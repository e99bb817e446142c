package io.corestore.replication;

import io.corestore.CoreEvent;
import io.corestore.core.ForkSearch;
import io.corestore.core.Ingested;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.error.InvalidProofException;
import io.corestore.message.Message;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A later fork of a core of which something is held: followed with one peer at a time, the latest first, from the proof of
 * its whole tree down to the blocks that both share (spec page 13, section 8).
 */
final class Forks {
    private final Swarm swarm;
    private final Loop loop;
    private final Log log;
    private final Set<Long> refused = new HashSet<>();
    private final VainTries tries = new VainTries();
    private @Nullable Offer offer;
    private Message.@Nullable Request asked;
    private @Nullable ForkSearch search;

    /** Who proves a fork, and the request for the proof. */
    private record Offer(Channel from, Message.Request tree) {
        /** Whether the peer may be asked, and is on this fork still: one that has left it answers of another one. */
        boolean stands() {
            return from.isUsable() && from.remote().fork() == tree.fork();
        }

        Requester requester() {
            return from.requester();
        }
    }

    Forks(Swarm swarm, Loop loop) {
        this.swarm = swarm;
        this.loop = loop;
        this.log = swarm.log();
    }

    /** Whether the later fork of a peer may be followed; tells if not. */
    boolean follows(Channel channel) {
        if (log.followsForks()) {
            return true;
        }
        if (refused.add(channel.remote().fork())) {
            log.emit(new CoreEvent.ForkRefused(
                    channel.session().link().remoteKey().toHex(),
                    channel.remote().fork()));
        }
        return false;
    }

    /** Whether a fork is on its way. */
    boolean areWaiting() {
        return offer != null;
    }

    /** Begins to follow the latest fork, unless one is followed already. */
    void ask(List<Channel> channels, LogState state) {
        if (offer == null && state.length() > 0) {
            channels.stream()
                    .filter(channel -> channel.offersFork(state))
                    .max(Comparator.comparingLong(channel -> channel.remote().fork()))
                    .ifPresent(latest -> {
                        asked = latest.requester().fetchFork(state);
                        offer = new Offer(latest, asked);
                    });
        }
    }

    /** Leaves the peer that is asked if it is late and another has as late a fork; returns the late one. */
    @Nullable
    Channel hasten(List<Channel> channels, LogState state) {
        Message.Request waiting = asked;
        Offer left = offer;
        int inVain = tries.since(state);
        if (waiting == null || left == null) {
            return null;
        }
        for (Channel other : channels) {
            boolean asGood = other.offersFork(state)
                    && other.remote().fork() >= left.tree().fork();
            if (other != left.from() && asGood && left.requester().isLate(waiting, Haste.lateBefore(other, inVain))) {
                tries.add();
                end();
                left.requester().cancel(waiting);
                return left.from();
            }
        }
        return null;
    }

    /** Whether this request was made here. */
    boolean made(Message.Request request) {
        return request == asked;
    }

    /** An answer to the request made here; settles that. */
    void received(Message.Request request, Message.Data data, Answers answers) {
        Mono<ForkSearch> round = search == null ? log.search(data) : search.offer(data);
        asked = null;
        round.map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .subscribe(
                        found -> loop.execute(() -> {
                            answers.stale(request);
                            found(found.orElse(null));
                        }),
                        error -> loop.execute(() -> {
                            if (error instanceof InvalidProofException invalid) {
                                answers.invalid(request, Ingested.invalid(invalid));
                            } else {
                                answers.stale(request);
                            }
                            giveUp();
                        }));
    }

    /** A request was refused, or its peer has gone: a block that it does not have is no reason not to ask from another one. */
    void settled(Message.Request request) {
        if (request == asked) {
            ForkSearch.Want want = search == null ? null : search.want();
            if (want != null && offer != null && offer.requester().knowsBlockOf(want)) {
                fetch(want);
            } else {
                giveUp();
            }
        }
    }

    private void found(@Nullable ForkSearch next) {
        search = next;
        ForkSearch.Want want = next == null ? null : next.want();
        if (want != null) {
            fetch(want);
        } else if (next != null) {
            next.take().subscribe(taken -> {}, error -> loop.execute(this::giveUp), () -> loop.execute(this::end));
        } else {
            giveUp();
        }
    }

    private void fetch(ForkSearch.Want want) {
        if (offer != null && offer.stands()) {
            asked = offer.requester().fetchForkNodes(want);
        } else {
            giveUp();
        }
    }

    /** What the peer offered is not asked for again; if it offers something else by now, or has more blocks, that is. */
    private void giveUp() {
        if (offer != null && search != null) {
            offer.from().remote().refusedNodes(offer.tree());
        } else if (offer != null) {
            offer.from().remote().refusedTree(offer.tree());
        }
        end();
    }

    private void end() {
        offer = null;
        asked = null;
        search = null;
        swarm.changed();
    }
}
