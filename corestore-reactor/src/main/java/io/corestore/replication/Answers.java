package io.corestore.replication;

import io.corestore.CoreEvent;
import io.corestore.core.Ingested;
import io.corestore.message.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one peer answers to our requests for one core: held against what was asked, stored, settled (spec page 13). */
final class Answers {
    private final Channel channel;
    private final Requester requester;
    private final Remote remote;
    private final Conflicts conflicts;
    private final Intake intake;
    private final Arrivals arrivals;

    Answers(Channel channel, Requester requester, Remote remote, Conflicts conflicts) {
        this.channel = channel;
        this.requester = requester;
        this.remote = remote;
        this.conflicts = conflicts;
        this.intake = channel.swarm().intake();
        this.arrivals = new Arrivals(channel.session().loop(), channel.swarm().log(), this);
    }

    void received(Message.Data data) {
        channel.session().meter().received(data);
        Message.UpgradePart tree = data.upgrade();
        if (data.request() == 0 && tree != null && tree.start() == 0) {
            conflicts.compare(data, tree.length());
        } else {
            answered(data);
        }
    }

    private void answered(Message.Data data) {
        Message.Request request = requester.answered(data.request());
        if (request == null) {
            return;
        }
        channel.swarm().changed();
        if (request.upgrade() != null && data.upgrade() == null) {
            remote.refusedTree(request);
        }
        if (!Fetching.matches(request, data) || isEmpty(data) && request.block() == null) {
            refused(request);
        } else if (isEmpty(data) || !intake.isOpen()) {
            requester.settle(request); // it is asked for again when it can be stored
        } else if (channel.swarm().forks().made(request)) {
            channel.swarm().forks().received(request, data, this);
        } else {
            taken(data.block());
            arrivals.ingest(request, data);
        }
    }

    /** The peer has what it sends. It may say that it has given it up before that is stored here. */
    private void taken(Message.@Nullable BlockPart block) {
        intake.taken(block == null ? 0 : block.value().remaining());
        if (block != null) {
            remote.blocks().add(block.index(), 1);
        }
    }

    void received(Message.NoData noData) {
        Message.Request request = requester.answered(noData.request());
        if (request != null) {
            refused(request);
        }
    }

    private static boolean isEmpty(Message.Data data) {
        return data.block() == null && data.hash() == null && data.upgrade() == null && data.manifest() == null;
    }

    /** The peer does not serve this: it counts as not there until the peer says otherwise. */
    private void refused(Message.Request request) {
        if (request.fork() != remote.fork()) {
            // it was asked of a fork that the peer has left: what it has now is another matter
            requester.settle(request);
            return;
        }
        if (request.block() != null) {
            remote.blocks().drop(request.block().index(), 1);
        } else if (request.hash() != null) {
            remote.blocks().drop(request.hash().index() / 2, 1);
        } else {
            remote.refusedTree(request);
        }
        requester.settle(request);
    }

    /** An answer was verified and stored. */
    void stored(Message.Request request, Message.Data data) {
        Message.BlockPart block = data.block();
        if (block != null) {
            channel.swarm()
                    .log()
                    .emit(new CoreEvent.Downloaded(block.index(), block.value().remaining()));
        }
        requester.settle(request);
    }

    /** An answer was of no use: what it answers is of no use any more either. */
    void stale(Message.Request request) {
        requester.settle(request);
    }

    /** An answer could not be stored: no more is asked for here, for a while if the storage failed, else until it is resumed. */
    void failed(Message.Request request, Ingested result) {
        intake.failed();
        refuseMore(request);
        if (result.error() != null) {
            channel.resumeLater();
        }
    }

    private void refuseMore(Message.Request request) {
        channel.pause();
        requester.settle(request);
    }

    /** An answer does not lead to a signed root: is the peer's tree another one that the owner signed too? */
    void invalid(Message.Request request, Ingested result) {
        refuseMore(request);
        String peer = channel.session().link().remoteKey().toHex();
        String reason =
                result.error() == null ? "" : String.valueOf(result.error().getMessage());
        channel.swarm().log().emit(new CoreEvent.VerificationFailed(peer, reason));
        conflicts.suspect();
        channel.session().badProof();
    }

    /** A request is done with, whatever came of it. */
    void settled() {
        arrivals.settled();
    }

    /** The store goes on: what could not be stored before may be asked for again. */
    void resumed() {
        arrivals.resumed();
    }

    /** An answer hangs on a node that did not come. */
    void unanchored(Message.Request request) {
        requester.unanchored(request);
    }

    /** Whether answers may still come that another one could hang on. */
    boolean areExpected() {
        return !channel.isEnded() && requester.isWaiting();
    }

    /** The requests whose answers are here and wait in vain; forgets them. */
    List<Message.Request> giveUp() {
        return arrivals.giveUp();
    }
}
