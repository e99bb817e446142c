package io.corestore.replication;

import io.corestore.BlockRange;
import io.corestore.CoreEvent;
import io.corestore.PeerInfo;
import io.corestore.core.Bitfield;
import io.corestore.core.BlockRanges;
import io.corestore.core.Demand;
import io.corestore.core.Log;
import io.corestore.core.LogListener;
import io.corestore.core.LogState;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** All peers of one core: decides what is asked of whom, and tells them what is new here. */
final class Swarm implements LogListener {
    private final Replication owner;
    private final Loop loop;
    private final Log log;
    private final CoreLookup.Hold hold;
    private final List<Channel> channels = new ArrayList<>();
    private final Bitfield asked = new Bitfield();
    private final List<Update> updates = new ArrayList<>();
    private final List<BlockRange> news = new ArrayList<>();
    private final Runnable schedule = this::schedule;
    private final Runnable announce = this::announce;
    private final Map<Long, Channel> awaited = new HashMap<>();
    private final Seeks seeks = new Seeks();
    private boolean downloading;
    private boolean treeAsked;

    /** One who waits for the core to grow. */
    private record Update(LogState seen, PeerSearch search, MonoSink<Boolean> sink) {}

    Swarm(Replication owner, CoreLookup.Hold hold) {
        this.owner = owner;
        this.loop = owner.loop();
        this.log = hold.log();
        this.hold = hold;
        log.listen(this);
    }

    Log log() {
        return log;
    }

    boolean isDownloading() {
        return downloading;
    }

    void setDownloading(boolean active) {
        if (downloading != active) {
            downloading = active;
            List.copyOf(channels).forEach(Channel::sendSync);
            leaveIfIdle();
        }
    }

    /** Whether somebody besides replication holds the core. */
    boolean isHeldElsewhere() {
        return hold.isShared();
    }

    /** A peer uses the core. */
    void used() {
        owner.used(this);
    }

    /** A peer showed a second signed history: all peers are shown ours, and nothing is taken of any of them again. */
    void conflicts(long length) {
        owner.conflicted(log, length);
        List.copyOf(channels).forEach(Channel::endInConflict);
    }

    /** Ends all channels; peers may open them again. */
    void closeChannels() {
        List.copyOf(channels).forEach(channel -> channel.session().close(channel));
    }

    boolean isDeserted() {
        return !downloading && channels.isEmpty();
    }

    Mono<Void> dispose() {
        log.unlisten(this);
        updates.forEach(update -> update.sink().success(false));
        updates.clear();
        return hold.release();
    }

    void add(Channel channel) {
        channels.add(channel);
    }

    /** The peer has the core and proved to know its key. */
    void joined(Channel channel) {
        log.emit(new CoreEvent.PeerJoined(channel.session().link().remoteKey().toHex()));
        changed();
    }

    /** A channel ended; what was asked there is asked elsewhere. */
    void remove(Channel channel, Iterable<Message.Request> unanswered) {
        if (!channels.remove(channel)) {
            return;
        }
        unanswered.forEach(this::settled);
        if (channel.isPaired()) {
            log.emit(new CoreEvent.PeerLeft(channel.session().link().remoteKey().toHex()));
        }
        changed();
        leaveIfIdle();
    }

    /** A peer that said it would only serve closed a channel that is still of use: it is opened again. */
    void remoteClosed(Session session, Channel channel) {
        if (downloading && !channel.remote().downloading() && channel.remote().uploading()) {
            session.open(this);
        }
    }

    /** Something changed that may make a request possible; looked at once at the end of the turn. */
    void changed() {
        loop.atEndOfTurn(schedule);
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        Message.Target block = request.block();
        if (block != null) {
            asked.clear(BlockRange.of(block.index(), block.index() + 1));
            awaited.remove(block.index());
            if (!log.bitfield().get(block.index())) {
                missingFrom(block.index());
            }
        }
        if (request.upgrade() != null || request.manifest()) {
            treeAsked = false;
        }
        seeks.settled(request);
        changed();
    }

    /** Data of a peer was stored. */
    void received(Channel from, Message.Data data) {
        Message.BlockPart block = data.block();
        if (block != null) {
            from.blocks().add(block.index(), 1);
            log.emit(new CoreEvent.Downloaded(block.index(), block.value().remaining()));
        }
    }

    /** The files of the core can be read and written again: peers are told what is here, and asked again. */
    void resumed() {
        channels.forEach(Channel::resumed);
        changed();
    }

    /** The peers that proved to know the core. */
    List<PeerInfo> peers() {
        return channels.stream().filter(Channel::isPaired).map(Channel::info).toList();
    }

    /** Sends an extension message to the peers of this key, or to all. */
    void say(@Nullable Hash remoteKey, String name, ByteBuffer body) {
        for (Channel channel : channels) {
            Session session = channel.session();
            if (channel.isPaired()
                    && (remoteKey == null || remoteKey.equals(session.link().remoteKey()))) {
                session.send(new Message.Extension(channel.localId(), name, body.duplicate()));
            }
        }
    }

    /** True when the core has grown, false when no peer has more. */
    Mono<Boolean> update(PeerSearch search) {
        return Mono.create(sink -> loop.execute(() -> {
            updates.add(new Update(log.state(), search, sink));
            changed();
        }));
    }

    @Override
    public void treeMoved(LogState before, LogState after, long shared) {
        loop.execute(() -> {
            BlockRange added = log.bitfield().containsAll(BlockRange.of(shared, after.length()))
                    ? BlockRange.of(shared, after.length())
                    : BlockRange.of(0, 0);
            BlockRange dropped = BlockRange.of(shared, Math.max(shared, before.length()));
            channels.forEach(channel -> channel.treeMoved(added, dropped));
            changed();
        });
    }

    @Override
    public void stored(List<Stored> runs) {
        loop.execute(() -> {
            runs.forEach(run -> news.add(run.range()));
            loop.atEndOfTurn(announce);
        });
    }

    @Override
    public void cleared(List<BlockRange> ranges) {
        loop.execute(() -> {
            for (BlockRange range : ranges) {
                missingFrom(range.start());
                channels.forEach(channel -> channel.withdraw(range));
            }
            changed();
        });
    }

    @Override
    public void demandChanged() {
        loop.execute(this::changed);
    }

    /** Blocks that were passed over may have to be fetched after all. */
    private void missingFrom(long block) {
        log.demand().ranges().forEach(range -> range.rewindTo(block));
    }

    private void announce() {
        for (BlockRange range : BlockRanges.merged(news)) {
            channels.forEach(channel -> channel.announce(range));
        }
        news.clear();
    }

    private void leaveIfIdle() {
        if (isDeserted()) {
            owner.deserted(this);
        }
    }

    private void schedule() {
        LogState state = log.state();
        if (!treeAsked) {
            askForTree(state);
        }
        settleUpdates(state);
        withdraw();
        seeks.update(log.demand().seeks(), channels, state);
        if (!log.demand().isEmpty()) {
            channels.forEach(channel -> fill(channel, state));
        }
    }

    private void askForTree(LogState state) {
        for (Channel channel : channels) {
            if (channel.offersUpgrade(state)) {
                channel.fetchUpgrade(state);
                treeAsked = true;
                return;
            }
        }
        for (Channel channel : channels) {
            if (state.length() == 0 && channel.offersFork(state)) {
                channel.fetchFork();
                treeAsked = true;
                return;
            }
            if (channel.fetchManifest(state)) {
                treeAsked = true;
                return;
            }
        }
    }

    private void settleUpdates(LogState state) {
        if (updates.isEmpty()) {
            return;
        }
        boolean hope = treeAsked || channels.stream().anyMatch(c -> c.isUndecided() || c.isAhead(state));
        boolean alone = channels.stream().noneMatch(Channel::isPaired);
        updates.removeIf(update -> {
            boolean grown = state.length() > update.seen().length()
                    || state.fork() > update.seen().fork();
            boolean settled = grown || !hope && !(alone && update.search().isOpen());
            if (settled) {
                update.sink().success(grown);
            }
            return settled;
        });
    }

    /** Cancels the requests for single blocks that nobody waits for any more. */
    private void withdraw() {
        for (Map.Entry<Long, Channel> entry : List.copyOf(awaited.entrySet())) {
            long block = entry.getKey();
            if (!log.demand().wants(block)) {
                awaited.remove(block);
                entry.getValue().cancelBlock(block);
            }
        }
    }

    private void fill(Channel channel, LogState state) {
        int room = channel.room(state.averageBlockSize());
        for (Long block : log.demand().blocks()) {
            if (room == 0 || block >= state.length()) {
                break;
            }
            if (isMissing(block) && channel.canFetch(block, state)) {
                ask(channel, block, true);
                room--;
            }
        }
        for (Demand.WantedRange range : log.demand().ranges()) {
            room = fill(channel, state, range, room);
        }
    }

    private int fill(Channel channel, LogState state, Demand.WantedRange wanted, int roomBefore) {
        int room = roomBefore;
        long end = Math.min(wanted.range().end(), state.length());
        long block = nextMissing(wanted.cursor(), end);
        wanted.advanceTo(Math.max(wanted.cursor(), block));
        while (room > 0 && block < end) {
            if (channel.canFetch(block, state)) {
                ask(channel, block, false);
                room--;
                block = nextMissing(block + 1, end);
            } else {
                block = nextMissing(channel.blocks().nextHeld(BlockRange.of(Math.min(end, block + 1), end)), end);
            }
        }
        return room;
    }

    private boolean isMissing(long block) {
        return !log.bitfield().get(block) && !asked.get(block);
    }

    /** The first block from {@code start} on that is neither stored nor asked for, or {@code end}. */
    private long nextMissing(long start, long end) {
        long block = start;
        while (block < end) {
            long clear = log.bitfield().nextClear(BlockRange.of(block, end));
            if (clear == end || !asked.get(clear)) {
                return clear;
            }
            block = asked.nextClear(BlockRange.of(clear, end));
        }
        return end;
    }

    private void ask(Channel channel, long block, boolean urgent) {
        asked.set(block);
        if (urgent) {
            awaited.put(block, channel);
        }
        channel.fetchBlock(block, urgent);
    }
}
