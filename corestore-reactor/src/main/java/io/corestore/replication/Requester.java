package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.core.Bitfield;
import io.corestore.core.ForkSearch;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.core.WantedSeek;
import io.corestore.message.Message;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks one peer for parts of one core, and keeps what was asked until it is settled (spec page 13, sections 3 and 4). */
final class Requester {
    private static final long SEGMENT = 1L << 21;
    private static final int FEW = 16;
    private static final int SOME = 64;

    /** How much may be asked for or here and not stored, as a multiple of what may be asked for. */
    private static final int UNSTORED_WINDOWS = 3;

    private final Channel channel;
    private final Session session;
    private final Log log;
    private final Remote remote;
    private final Fetching fetching;
    private final Bitfield requested = new Bitfield();
    private final Set<Long> wantedSegments = new HashSet<>();
    private final Set<Long> exactHints = new HashSet<>();
    private int unsettled;

    Requester(Channel channel, Remote remote) {
        this.channel = channel;
        this.session = channel.session();
        this.log = channel.swarm().log();
        this.remote = remote;
        this.fetching = new Fetching(session.loop());
    }

    /** How many more blocks of a state may be asked for here. It may be of a fork that the log is just leaving. */
    int room(LogState state) {
        if (!channel.isUsable() || !remote.isOnForkOf(state)) {
            return 0;
        }
        long window = window(state);
        long room = Math.min(window - fetching.size(), UNSTORED_WINDOWS * window - unsettled);
        return session.requests().room((int) Math.max(0, room), channel.swarm());
    }

    private long window(LogState state) {
        ReplicationLimits limits = session.limits();
        return Math.min(limits.requestsPerChannel(), Math.max(FEW, limits.requestedBytes() / state.averageBlockSize()));
    }

    /** How many blocks that others are late with may be asked for here: some, if there is little else to do. */
    int spare(LogState state) {
        long some = Math.max(FEW, window(state) / 2) - fetching.size();
        return (int) Math.max(0, Math.min(some, room(state)));
    }

    /** What was asked before a moment and is not answered, the oldest first, some of it. */
    List<Message.Request> askedBefore(long time) {
        return fetching.askedBefore(time, SOME);
    }

    /** Whether a request waits that was made before a moment. */
    boolean isLate(Message.Request request, long time) {
        return fetching.isAskedBefore(request, time);
    }

    /** Whether a missing block may be asked for here; asks to be told of its surroundings if that is unknown. */
    boolean canFetch(long block, LogState state) {
        if (!remote.blocks().has(block)) {
            want(block);
            return false;
        }
        return block < remote.length()
                && (remote.length() >= state.length() || channel.announcer().canUpgrade());
    }

    Message.Request fetchBlock(long block, LogState state, boolean urgent) {
        long length = state.length();
        long nodes = exactHints.remove(block)
                ? Hints.toRoot(block, length, remote.length())
                : Hints.toStored(block, length, remote.length(), log.bitfield(), requested);
        requested.set(block);
        return send(new Message.Request(
                channel.localId(),
                fetching.nextId(),
                remote.fork(),
                new Message.Target(block, nodes),
                null,
                null,
                null,
                false,
                urgent ? 1 : 0));
    }

    /** Asks for a longer tree, and the manifest where it is unknown. */
    Message.Request fetchUpgrade(LogState state) {
        return fetchTree(
                new Message.Upgrade(state.length(), remote.length() - state.length()), remote.offersManifest(state));
    }

    /** Asks for the whole tree of a later fork. */
    Message.Request fetchFork(LogState state) {
        return fetchTree(new Message.Upgrade(0, remote.length()), remote.offersManifest(state));
    }

    /** Asks an empty core's manifest; null if it was not asked. */
    Message.@Nullable Request fetchManifest(LogState state) {
        if (!channel.isUsable() || remote.length() != 0 || !remote.offersManifest(state) || isWaiting()) {
            return null;
        }
        return fetchTree(null, true);
    }

    /** Asks for the nodes below one in which a later fork is another, from a block that the peer has if one is known; asks to be told of one if not. */
    Message.Request fetchForkNodes(ForkSearch.Want want) {
        if (!knowsBlockOf(want)) {
            want(among(want).start());
        }
        return fetchPath(heldOrFirst(among(want)), want.levels(), null);
    }

    /** Whether the peer is known to have a block from which it can be asked for these nodes. */
    boolean knowsBlockOf(ForkSearch.Want want) {
        BlockRange among = among(want);
        return remote.blocks().nextHeld(among) < among.end();
    }

    private BlockRange among(ForkSearch.Want want) {
        return want.among().clampTo(Math.max(want.among().start(), remote.length()));
    }

    private Message.Request fetchTree(Message.@Nullable Upgrade upgrade, boolean manifest) {
        return send(new Message.Request(
                channel.localId(), fetching.nextId(), remote.fork(), null, null, null, upgrade, manifest, 0));
    }

    /** Asks for the nodes that tell where a byte is, from a block among which it is upwards; null if the peer cannot. */
    Message.@Nullable Request fetchSeek(WantedSeek seek, LogState state) {
        BlockRange among = seek.among();
        if (room(state) == 0 || among.end() > remote.length()) {
            return null;
        }
        long block = heldOrFirst(among);
        if (!canFetch(block, state)) {
            return null;
        }
        Message.Seek position = remote.answersSeeks() ? new Message.Seek(seek.bytes(), seek.padding()) : null;
        return fetchPath(block, Long.numberOfTrailingZeros(among.length()), position);
    }

    /** The first of these blocks that the peer is known to have, else the first. */
    private long heldOrFirst(BlockRange among) {
        long held = remote.blocks().nextHeld(among);
        return held < among.end() ? held : among.start();
    }

    private Message.Request fetchPath(long block, long levels, Message.@Nullable Seek position) {
        Message.Target path = new Message.Target(2 * block, levels);
        return send(new Message.Request(
                channel.localId(), fetching.nextId(), remote.fork(), null, path, position, null, false, 0));
    }

    private Message.Request send(Message.Request request) {
        fetching.asked(request);
        unsettled++;
        session.requests().asked();
        channel.send(request);
        return request;
    }

    private void want(long block) {
        long segment = block / SEGMENT;
        if (wantedSegments.add(segment)) {
            channel.send(new Message.Want(channel.localId(), segment * SEGMENT, SEGMENT, false));
        }
    }

    /** Blocks are missing here that were here. The peer told nothing of its own as long as it knew that. */
    void wantAnew(BlockRange range) {
        wantedSegments.removeIf(
                segment -> segment >= range.start() / SEGMENT && segment <= (range.end() - 1) / SEGMENT);
    }

    void cancelBlock(long block) {
        Message.Request request = fetching.forBlock(block);
        if (request != null && request.upgrade() == null) {
            cancel(request);
        }
    }

    /** Takes a request back, unless it is settled. */
    void cancel(Message.Request request) {
        if (fetching.answered(request.id()) != null) {
            session.requests().givenUp(1);
            session.meter().ended(request, false);
            channel.send(new Message.Cancel(channel.localId(), request.id()));
            settle(request);
        }
    }

    /** Whether requests wait for an answer. */
    boolean isWaiting() {
        return fetching.size() > 0;
    }

    /** The request that this id answers; it waits no more. */
    Message.@Nullable Request answered(long id) {
        Message.Request request = fetching.answered(id);
        if (request != null) {
            session.requests().answered();
            session.meter().ended(request, true);
        }
        return request;
    }

    /** A request led to nothing that hangs together: the next one for its block asks up to a root. */
    void unanchored(Message.Request request) {
        if (request.block() != null) {
            exactHints.add(request.block().index());
        }
        settle(request);
    }

    /** An answered request is done with, whatever came of it. */
    void settle(Message.Request request) {
        unsettled--;
        Message.Target block = request.block();
        if (block != null) {
            requested.clear(BlockRange.of(block.index(), block.index() + 1));
        }
        channel.settled(request);
    }

    /** The requests that the peer will not answer any more; forgets them. */
    List<Message.Request> giveUp() {
        List<Message.Request> unanswered = fetching.removeAll();
        session.requests().givenUp(unanswered.size());
        unanswered.forEach(request -> session.meter().ended(request, false));
        return unanswered;
    }
}
