package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.CoreEvent;
import io.corestore.PeerInfo;
import io.corestore.core.Answer;
import io.corestore.core.Bitfield;
import io.corestore.core.Comparison;
import io.corestore.core.Ingested;
import io.corestore.core.LogState;
import io.corestore.core.WantedSeek;
import io.corestore.crypto.CoreKeys;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One core on one connection: what the peer said of it, what we asked, what the peer asks (spec page 13). */
final class Channel {
    private static final long SEGMENT = 1L << 21;

    /** How much may be asked for or here and not stored, as a multiple of what may be asked for. */
    private static final int UNSTORED_WINDOWS = 3;

    private final Session session;
    private final Swarm swarm;
    private final int localId;
    private final Fetching fetching = new Fetching();
    private final Serving serving;
    private final RemoteBlocks blocks = new RemoteBlocks();
    private final Bitfield requested = new Bitfield();
    private final Set<Long> wantedSegments = new HashSet<>();
    private final Set<Long> exactHints = new HashSet<>();
    private final WantReplies wantReplies = new WantReplies();
    private final Arrivals arrivals;
    private int remoteId;
    private boolean endsAfterAnswer;
    private boolean ended;
    private boolean paused;
    private boolean synced;
    private boolean answersSeeks;
    private boolean canUpgrade = true;
    private long lengthAcked;
    private Message.Sync remote = new Message.Sync(0, 0, 0, 0, false, true, true, false, false);

    Channel(Session session, Swarm swarm, int localId) {
        this.session = session;
        this.swarm = swarm;
        this.localId = localId;
        this.serving = new Serving(session, swarm.log(), localId);
        this.arrivals = new Arrivals(session.loop(), swarm.log(), this);
    }

    static boolean accepts(CoreKey key, PeerLink link, Hash capability) {
        return capability.equals(CoreKeys.capability(key, link.handshakeHash(), !link.initiator()));
    }

    boolean accepts(Hash capability) {
        return accepts(swarm.log().key(), session.link(), capability);
    }

    Message.Open openMessage() {
        PeerLink link = session.link();
        Hash capability = CoreKeys.capability(swarm.log().key(), link.handshakeHash(), link.initiator());
        return new Message.Open(localId, swarm.log().discoveryKey(), true, capability);
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

    boolean isPaired() {
        return remoteId != 0;
    }

    boolean endsAfterAnswer() {
        return endsAfterAnswer;
    }

    void endAfterAnswer() {
        endsAfterAnswer = true;
    }

    RemoteBlocks blocks() {
        return blocks;
    }

    Message.Sync remote() {
        return remote;
    }

    /** Whether the peer may be asked for something. */
    boolean isUsable() {
        return isPaired() && !ended && !paused;
    }

    /** Whether it is still unknown what the peer can offer. */
    boolean isUndecided() {
        return !ended && !endsAfterAnswer && (!isPaired() || !synced);
    }

    /** Whether the peer offers a longer tree that it can prove (spec page 13, section 3). */
    boolean offersUpgrade(LogState state) {
        return isUsable()
                && remote.fork() == state.fork()
                && remote.canUpgrade()
                && remote.length() > state.length()
                && lengthAcked == state.length();
    }

    boolean offersFork(LogState state) {
        return isUsable() && remote.fork() > state.fork() && remote.length() > 0;
    }

    /** Whether the peer has more than we, even if it cannot be asked yet. */
    boolean isAhead(LogState state) {
        return isUsable()
                && (remote.fork() > state.fork() ? remote.length() > 0 : remote.length() > state.length())
                && remote.fork() >= state.fork();
    }

    void paired(Message.Open open) {
        remoteId = open.channel();
        answersSeeks = open.seeks();
        sendSync();
        long contiguous = swarm.log().state().contiguousLength();
        if (contiguous > 0) {
            session.send(new Message.Range(localId, false, 0, contiguous));
        }
        swarm.joined(this);
    }

    void ended() {
        if (ended) {
            return;
        }
        ended = true;
        serving.close();
        session.requestsInFlight(-fetching.size());
        List<Message.Request> open = new ArrayList<>();
        fetching.all().forEach(open::add);
        open.addAll(arrivals.giveUp());
        swarm.remove(this, open);
    }

    void receive(Message message) {
        if (message instanceof Message.Data data) {
            data(data);
        } else if (message instanceof Message.Request request) {
            swarm.used();
            serving.request(request);
        } else if (message instanceof Message.Sync sync) {
            sync(sync);
        } else if (message instanceof Message.Range range) {
            range(range);
        } else if (message instanceof Message.Bitfield bitfield) {
            blocks.replace(bitfield.start(), bitfield.words());
            swarm.changed();
        } else if (message instanceof Message.Want want) {
            wantReplies.replies(localId, want, swarm.log()).forEach(session::send);
        } else if (message instanceof Message.NoData noData) {
            noData(noData.request());
        } else if (message instanceof Message.Cancel cancel) {
            serving.cancel(cancel.request());
        } else if (message instanceof Message.Extension extension) {
            session.extensions().receive(this, extension);
        }
    }

    PeerInfo info() {
        return new PeerInfo(
                session.link().remoteKey(),
                remote.length(),
                remote.fork(),
                blocks.contiguous(),
                remote.uploading(),
                remote.downloading());
    }

    void sendSync() {
        if (!isPaired() || ended) {
            return;
        }
        LogState state = swarm.log().state();
        long acknowledged = remote.fork() == state.fork() ? remote.length() : 0;
        session.send(new Message.Sync(
                localId,
                state.fork(),
                state.length(),
                acknowledged,
                canUpgrade,
                true,
                swarm.isDownloading(),
                state.manifest() != null && !state.isCompat(swarm.log().key()),
                false));
    }

    /** Our tree moved; the peer is told what we have now. */
    void treeMoved(BlockRange added, BlockRange dropped) {
        if (!isPaired() || ended) {
            return;
        }
        judgeUpgrade();
        sendSync();
        if (!dropped.isEmpty()) {
            session.send(new Message.Range(localId, true, dropped.start(), dropped.length()));
        }
        if (!added.isEmpty()) {
            session.send(new Message.Range(localId, false, added.start(), added.length()));
        }
    }

    /** Blocks were given up here. */
    void withdraw(BlockRange range) {
        if (isPaired() && !ended) {
            session.send(new Message.Range(localId, true, range.start(), range.length()));
        }
    }

    /** What was refused, or could not be stored, while the store was suspended is to be had again. */
    void resumed() {
        paused = false;
        arrivals.resumed();
        serving.betweenTurns(this::announceAll); // a refusal that is still on its way must not come last
    }

    private void announceAll() {
        if (!isPaired() || ended) {
            return;
        }
        judgeUpgrade();
        sendSync();
        long length = swarm.log().state().length();
        if (length > 0) {
            Message.Want everything = new Message.Want(localId, 0, length, false);
            new WantReplies().replies(localId, everything, swarm.log()).forEach(session::send);
        }
    }

    /** Blocks arrived from elsewhere; the peer is told unless it has them. */
    void announce(BlockRange range) {
        if (isPaired() && !ended && !blocks.hasAll(range)) {
            session.send(new Message.Range(localId, false, range.start(), range.length()));
        }
    }

    /** How many more blocks may be asked for here. */
    int room(long averageBlockSize) {
        if (!isUsable() || remote.fork() != swarm.log().state().fork()) {
            return 0;
        }
        ReplicationLimits limits = session.limits();
        long window = Math.max(16, Math.min(limits.requestsPerChannel(), limits.requestedBytes() / averageBlockSize));
        long unstored = fetching.size() + arrivals.size();
        long room = Math.min(window - fetching.size(), UNSTORED_WINDOWS * window - unstored);
        return (int) Math.max(0, Math.min(room, limits.requestsPerConnection() - session.requestsInFlight()));
    }

    /** Whether a missing block may be asked for here; asks to be told of its surroundings if that is unknown. */
    boolean canFetch(long block, LogState state) {
        if (!blocks.has(block)) {
            want(block);
            return false;
        }
        return block < remote.length() && (remote.length() >= state.length() || canUpgrade);
    }

    void fetchBlock(long block, boolean urgent) {
        LogState state = swarm.log().state();
        long nodes = exactHints.remove(block)
                ? Hints.toRoot(block, state.length(), remote.length())
                : Hints.toStored(
                        block, state.length(), remote.length(), swarm.log().bitfield(), requested);
        requested.set(block);
        ask(new Message.Target(block, nodes), null, false, urgent ? 1 : 0);
    }

    /** Asks for a longer tree, and the manifest where it is unknown. */
    void fetchUpgrade(LogState state) {
        ask(null, new Message.Upgrade(state.length(), remote.length() - state.length()), needsManifest(state), 0);
    }

    void fetchFork() {
        ask(
                null,
                new Message.Upgrade(0, remote.length()),
                needsManifest(swarm.log().state()),
                0);
    }

    /** Asks an empty core's manifest; true if it was asked. */
    boolean fetchManifest(LogState state) {
        if (!isUsable() || remote.length() != 0 || !needsManifest(state) || fetching.size() > 0) {
            return false;
        }
        ask(null, null, true, 0);
        return true;
    }

    private boolean needsManifest(LogState state) {
        return state.manifest() == null && remote.hasManifest();
    }

    private void ask(
            Message.@Nullable Target block, Message.@Nullable Upgrade upgrade, boolean manifest, long priority) {
        sendRequest(new Message.Request(
                localId, fetching.nextId(), remote.fork(), block, null, null, upgrade, manifest, priority));
    }

    private void sendRequest(Message.Request request) {
        fetching.asked(request);
        session.requestsInFlight(1);
        session.send(request);
    }

    /** Asks for the nodes that tell where a byte is, from a block among which it is upwards; null if the peer cannot. */
    Message.@Nullable Request fetchSeek(WantedSeek seek, LogState state) {
        BlockRange among = seek.among();
        if (room(state.averageBlockSize()) == 0 || among.end() > remote.length()) {
            return null;
        }
        long held = blocks.nextHeld(among);
        long block = held < among.end() ? held : among.start();
        if (!canFetch(block, state)) {
            return null;
        }
        Message.Target path = new Message.Target(2 * block, Long.numberOfTrailingZeros(among.length()));
        Message.Seek position = answersSeeks ? new Message.Seek(seek.bytes(), seek.padding()) : null;
        Message.Request request =
                new Message.Request(localId, fetching.nextId(), remote.fork(), null, path, position, null, false, 0);
        sendRequest(request);
        return request;
    }

    void cancelBlock(long block) {
        Message.Request request = fetching.forBlock(block);
        if (request != null && request.upgrade() == null) {
            cancel(request);
        }
    }

    /** Takes a request back, unless it is settled. */
    void cancel(Message.Request request) {
        if (answered(request.id()) != null) {
            session.send(new Message.Cancel(localId, request.id()));
            settle(request);
        }
    }

    private void want(long block) {
        long segment = block / SEGMENT;
        if (isPaired() && wantedSegments.add(segment)) {
            session.send(new Message.Want(localId, segment * SEGMENT, SEGMENT, false));
        }
    }

    private void sync(Message.Sync sync) {
        LogState state = swarm.log().state();
        remote = sync;
        synced = true;
        lengthAcked = sync.fork() == state.fork() ? sync.remoteLength() : 0;
        judgeUpgrade();
        if (sync.fork() == state.fork() && state.length() > sync.length()) {
            sendSync();
        }
        if (!sync.downloading() && !swarm.isDownloading() && fetching.size() == 0) {
            session.close(this);
            return;
        }
        swarm.changed();
    }

    /** Whether our length can be proven from the peer's on; told once it can, if that takes a look at the disk. */
    private void judgeUpgrade() {
        LogState state = swarm.log().state();
        if (!synced) {
            return;
        }
        boolean behind = remote.fork() == state.fork() && remote.length() < state.length();
        canUpgrade = remote.fork() == state.fork() && remote.length() == 0
                || behind && state.contiguousLength() == state.length();
        if (behind && !canUpgrade) {
            long length = remote.length();
            swarm.log().hasRoots(length).subscribe(has -> session.loop().execute(() -> rootsKnown(length, has)));
        }
    }

    private void rootsKnown(long length, boolean stored) {
        if (stored && !ended && remote.length() == length && !canUpgrade) {
            canUpgrade = true;
            sendSync();
            swarm.changed();
        }
    }

    private void range(Message.Range range) {
        if (range.drop()) {
            blocks.drop(range.start(), range.length());
        } else {
            blocks.add(range.start(), range.length());
        }
        swarm.changed();
    }

    private void data(Message.Data data) {
        Message.UpgradePart tree = data.upgrade();
        if (data.request() == 0 && tree != null && tree.start() == 0) {
            swarm.log().compare(data).subscribe(comparison -> session.loop().execute(() -> compared(tree, comparison)));
            return;
        }
        Message.Request request = answered(data.request());
        if (request == null) {
            return;
        }
        swarm.changed();
        if (!Fetching.matches(request, data)) {
            refused(request);
            return;
        }
        if (data.block() != null || data.hash() != null || data.upgrade() != null || data.manifest() != null) {
            arrivals.ingest(request, data);
        } else if (request.hash() != null) {
            refused(request);
        } else {
            settle(request);
        }
    }

    /** An answer was verified and stored. */
    void stored(Message.Request request, Message.Data data) {
        swarm.received(this, data);
        settle(request);
    }

    /** An answer was of no use, or could not be stored; {@code trusted} is whether to ask here again. */
    void useless(Message.Request request, boolean trusted) {
        paused |= !trusted;
        settle(request);
    }

    /** An answer does not lead to a signed root: is the peer's tree another one that the owner signed too? */
    void invalid(Message.Request request, Ingested result) {
        useless(request, false);
        String reason =
                result.error() == null ? "" : String.valueOf(result.error().getMessage());
        swarm.log()
                .emit(new CoreEvent.VerificationFailed(
                        session.link().remoteKey().toHex(), reason));
        long length = Math.min(swarm.log().state().length(), remote.length());
        if (!ended && length > 0 && remote.fork() == swarm.log().state().fork()) {
            session.send(treeRequest(length));
        }
        session.badProof();
    }

    /** Asks for the proof of a peer's tree from the start, to compare it (spec page 13, section 9). */
    private Message.Request treeRequest(long length) {
        return new Message.Request(
                localId, 0, remote.fork(), null, null, null, new Message.Upgrade(0, length), false, 0);
    }

    /** A peer that shows a conflict ends the channel behind it: it counts all the same. */
    private void compared(Message.UpgradePart upgrade, Comparison comparison) {
        if (comparison == Comparison.CONFLICTS) {
            swarm.conflicts(upgrade.length());
        } else if (comparison == Comparison.AGREES && !ended) {
            paused = false;
            swarm.changed();
        }
    }

    /** Shows the peer the own tree, so that it finds the conflict too, and ends the channel. */
    void endInConflict() {
        paused = true;
        long length = Math.min(swarm.log().state().length(), remote.length());
        if (!isPaired() || length == 0 || remote.fork() != swarm.log().state().fork()) {
            session.close(this);
            return;
        }
        swarm.log()
                .answer(List.of(treeRequest(length)))
                .subscribe(
                        answers -> session.loop().execute(() -> endInConflict(answers.get(0))),
                        error -> session.loop().execute(() -> session.close(this)));
    }

    private void endInConflict(Answer answer) {
        if (!ended) {
            if (answer instanceof Answer.Proof proof) {
                session.send(proof.toData(localId, 0));
            }
            session.close(this);
        }
    }

    /** An answer hangs on a node that did not come: the next request asks up to a root. */
    void unanchored(Message.Request request) {
        if (request.block() != null) {
            exactHints.add(request.block().index());
        }
        settle(request);
    }

    /** Whether answers may still come that another one could hang on. */
    boolean expectsAnswers() {
        return !ended && fetching.size() > 0;
    }

    private void noData(long id) {
        Message.Request request = answered(id);
        if (request != null) {
            refused(request);
        }
    }

    private Message.@Nullable Request answered(long id) {
        Message.Request request = fetching.answered(id);
        if (request != null) {
            session.requestsInFlight(-1);
        }
        return request;
    }

    /** The peer does not serve this: it counts as not there until the peer says otherwise. */
    private void refused(Message.Request request) {
        if (request.block() != null) {
            blocks.drop(request.block().index(), 1);
        } else if (request.hash() != null) {
            blocks.drop(request.hash().index() / 2, 1);
        }
        settle(request);
    }

    private void settle(Message.Request request) {
        Message.Target block = request.block();
        if (block != null) {
            requested.clear(BlockRange.of(block.index(), block.index() + 1));
        }
        swarm.settled(request);
    }
}
