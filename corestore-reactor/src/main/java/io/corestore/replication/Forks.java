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
                        asked = latest.requester().fetchFork(state);
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
                            found(request, from, found.orElse(null));
                        }),
                        error -> loop.execute(() -> {
                            if (error instanceof InvalidProofException invalid) {
                                answers.invalid(request, Ingested.invalid(invalid));
                            } else {
                                answers.stale(request);
                            }
                            giveUp(request);
                        }));
    }

    /** A request was refused, or its peer has gone: a block that it does not have is no reason not to ask from another one. */
    void settled(Message.Request request) {
        if (request != asked) {
            return;
        }
        Channel from = peer;
        ForkSearch.Want want = search == null ? null : search.want();
        if (want != null && from != null && from.isUsable() && from.requester().knowsBlockOf(want)) {
            asked = from.requester().fetchForkNodes(want);
        } else {
            giveUp(request);
        }
    }

    private void found(Message.Request request, @Nullable Channel from, @Nullable ForkSearch next) {
        search = next;
        if (next == null || from == null || from.isEnded()) {
            giveUp(request);
            return;
        }
        ForkSearch.Want want = next.want();
        if (want != null) {
            asked = from.requester().fetchForkNodes(want);
            return;
        }
        next.take().subscribe(taken -> {}, error -> loop.execute(() -> giveUp(request)), () -> loop.execute(this::end));
    }

    /** The peer is not asked for this fork again before it offers it anew. */
    private void giveUp(Message.Request request) {
        if (peer != null) {
            peer.remote().refusedTree(request);
        }
        end();
    }

    private void end() {
        peer = null;
        asked = null;
        search = null;
        swarm.changed();
    }
}
