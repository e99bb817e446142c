package io.corestore.replication;

import io.corestore.PeerInfo;
import io.corestore.core.LogState;
import io.corestore.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One core on one connection, from its open to its end: takes the peer's messages apart (spec page 13). */
final class Channel {
    private static final Duration STORAGE_PAUSE = Duration.ofSeconds(1);

    private final Session session;
    private final Swarm swarm;
    private final int localId;
    private final Remote remote = new Remote();
    private final WantReplies wantReplies = new WantReplies();
    private final Serving serving;
    private final Announcer announcer;
    private final Requester requester;
    private final Conflicts conflicts;
    private final Answers answers;
    private int remoteId;
    private boolean endsAfterAnswer;
    private boolean ended;
    private boolean paused;

    Channel(Session session, Swarm swarm, int localId) {
        this.session = session;
        this.swarm = swarm;
        this.localId = localId;
        this.serving = new Serving(session, swarm.log(), localId);
        this.announcer = new Announcer(this, remote);
        this.requester = new Requester(this, remote);
        this.conflicts = new Conflicts(this, remote);
        this.answers = new Answers(this, requester, remote, conflicts);
    }

    Session session() {
        return session;
    }

    Swarm swarm() {
        return swarm;
    }

    int localId() {
        return localId;
    }

    int remoteId() {
        return remoteId;
    }

    Remote remote() {
        return remote;
    }

    Announcer announcer() {
        return announcer;
    }

    Requester requester() {
        return requester;
    }

    boolean isPaired() {
        return remoteId != 0;
    }

    boolean isEnded() {
        return ended;
    }

    /** Whether messages may be sent. */
    boolean isOpen() {
        return isPaired() && !ended;
    }

    /** Whether the peer may be asked for something. */
    boolean isUsable() {
        return isOpen() && !paused;
    }

    /** What was refused, or could not be stored, while the store was suspended is to be had again. */
    void resumed() {
        paused = false;
        answers.resumed();
        serving.betweenTurns(announcer::announceAll); // a refusal that is still on its way must not come last
    }

    boolean endsAfterAnswer() {
        return endsAfterAnswer;
    }

    void endAfterAnswer() {
        endsAfterAnswer = true;
    }

    /** Whether it is still unknown what the peer can offer. */
    boolean isUndecided() {
        return !ended && !endsAfterAnswer && (!isPaired() || !remote.isSynced());
    }

    boolean offersUpgrade(LogState state) {
        return isUsable() && remote.offersUpgrade(state);
    }

    boolean offersFork(LogState state) {
        return isUsable() && remote.offersFork(state) && swarm.forks().follows(this);
    }

    /** Whether the peer has more than we, even if it cannot be asked yet. */
    boolean isAhead(LogState state) {
        return offersFork(state) || isUsable() && remote.isAhead(state);
    }

    /** Whether the peer has said how long its tree is. */
    boolean isTold() {
        return isUsable() && remote.isSynced();
    }

    /** Whether the peer's tree is at least as long as ours, which is not empty. */
    boolean reaches(LogState state) {
        return remote.isOnForkOf(state) && state.length() > 0 && remote.length() >= state.length();
    }

    PeerInfo info() {
        return remote.info(session.link().remoteKey(), swarm.log().state());
    }

    /** Sends a message if the channel is open. */
    void send(Message message) {
        if (isOpen()) {
            session.send(message);
        }
    }

    /** Runs a task in the loop, later; any thread may ask. */
    void execute(Runnable task) {
        session.loop().execute(task);
    }

    /** Nothing more is asked of the peer. */
    void pause() {
        paused = true;
    }

    /** Looks again after a while whether what the peer sends can be stored. */
    void resumeLater() {
        session.loop().executeAfter(STORAGE_PAUSE, () -> {
            if (!ended) {
                resume();
            }
        });
    }

    void resume() {
        paused = false;
        swarm.changed();
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        swarm.settled(request);
        answers.settled();
    }

    void paired(Message.Open open) {
        remoteId = open.channel();
        remote.opened(open);
        announcer.start();
        swarm.joined(this);
    }

    /** Ends the channel from this side, unless it has ended. */
    void close() {
        if (!ended) {
            session.close(this);
        }
    }

    void ended() {
        if (ended) {
            return;
        }
        ended = true;
        serving.close();
        List<Message.Request> unanswered = new ArrayList<>(requester.giveUp());
        unanswered.addAll(answers.giveUp());
        swarm.remove(this, unanswered);
    }

    void endInConflict() {
        pause();
        conflicts.endChannel();
    }

    void receive(Message message) {
        if (message instanceof Message.Data data) {
            answers.received(data);
        } else if (message instanceof Message.Request request) {
            swarm.used();
            serving.request(request);
        } else if (message instanceof Message.Sync sync) {
            received(sync);
        } else if (message instanceof Message.Range range) {
            remote.received(range);
            swarm.changed();
        } else if (message instanceof Message.Bitfield bitfield) {
            remote.received(bitfield);
            swarm.changed();
        } else if (message instanceof Message.Want want) {
            wantReplies.replies(localId, want, swarm.log()).forEach(this::send);
        } else if (message instanceof Message.NoData noData) {
            answers.received(noData);
        } else if (message instanceof Message.Cancel cancel) {
            serving.cancel(cancel.request());
        } else if (message instanceof Message.Extension extension) {
            session.extensions().receive(this, extension);
        }
    }

    private void received(Message.Sync sync) {
        remote.synced(sync, swarm.log().state());
        announcer.synced();
        if (!sync.downloading() && !swarm.isDownloading() && !requester.isWaiting()) {
            close();
        } else {
            swarm.changed();
        }
    }
}
