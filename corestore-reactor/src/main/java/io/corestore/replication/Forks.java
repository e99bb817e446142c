package io.corestore.replication;

import io.corestore.core.ForkSearch;
import io.corestore.core.Ingested;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.error.InvalidProofException;
import io.corestore.message.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    private @Nullable Channel peer;
    private Message.@Nullable Request offered;
    private Message.@Nullable Request asked;
    private @Nullable ForkSearch search;

    Forks(Swarm swarm, Loop loop) {
        this.swarm = swarm;
        this.loop = loop;
        this.log = swarm.log();
    }

    /** Whether a fork is on its way. */
    boolean areWaiting() {
        return peer != null;
    }

    /** Begins to follow the latest fork, unless one is followed already. */
    void ask(List<Channel> channels, LogState state) {
        if (peer == null && state.length() > 0) {
            channels.stream()
                    .filter(channel -> channel.offersFork(state))
                    .max(Comparator.comparingLong(channel -> channel.remote().fork()))
                    .ifPresent(latest -> {
                        peer = latest;
                        offered = latest.requester().fetchFork(state);
                        asked = offered;
                    });
        }
    }

    /** Whether this request was made here. */
    boolean made(Message.Request request) {
        return request == asked;
    }

    /** An answer to the request made here; settles that. */
    void received(Message.Request request, Message.Data data, Answers answers) {
        Channel from = peer;
        Mono<ForkSearch> round = search == null ? log.search(data) : search.offer(data);
        asked = null;
        round.map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .subscribe(
                        found -> loop.execute(() -> {
                            answers.stale(request);
                            found(from, found.orElse(null));
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
        if (request != asked) {
            return;
        }
        Channel from = peer;
        ForkSearch.Want want = search == null ? null : search.want();
        if (want != null
                && from != null
                && isStillOffered(from)
                && from.requester().knowsBlockOf(want)) {
            asked = from.requester().fetchForkNodes(want);
        } else {
            giveUp();
        }
    }

    private void found(@Nullable Channel from, @Nullable ForkSearch next) {
        search = next;
        if (next == null || from == null) {
            giveUp();
            return;
        }
        ForkSearch.Want want = next.want();
        if (want == null) {
            next.take().subscribe(taken -> {}, error -> loop.execute(this::giveUp), () -> loop.execute(this::end));
        } else if (isStillOffered(from)) {
            asked = from.requester().fetchForkNodes(want);
        } else {
            giveUp();
        }
    }

    /** Whether the peer may be asked, and is on the fork that is followed: one that has left it answers of another one. */
    private boolean isStillOffered(Channel from) {
        return from.isUsable() && offered != null && from.remote().fork() == offered.fork();
    }

    /** What the peer offered is not asked for again; if it offers something else by now, that is. */
    private void giveUp() {
        if (peer != null && offered != null) {
            peer.remote().refusedTree(offered);
        }
        end();
    }

    private void end() {
        peer = null;
        offered = null;
        asked = null;
        search = null;
        swarm.changed();
    }
}
