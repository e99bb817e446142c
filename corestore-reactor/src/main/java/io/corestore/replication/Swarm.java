package io.corestore.replication;

import io.corestore.CoreEvent;
import io.corestore.PeerInfo;
import io.corestore.core.Log;
import io.corestore.core.LogState;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** All peers of one core: who they are, and when it is looked at what to ask of whom. */
final class Swarm {
    private final Swarms owner;
    private final Loop loop;
    private final Log log;
    private final CoreLookup.Hold hold;
    private final List<Channel> channels = new ArrayList<>();
    private final Updates updates = new Updates();
    private final TreeRequests tree = new TreeRequests();
    private final Forks forks;
    private final BlockRequests blocks;
    private final Seeks seeks = new Seeks();
    private final News news;
    private final Agreement agreement;
    private final Runnable look = this::look;
    private final Haste haste;
    private boolean downloading;

    Swarm(Swarms owner, CoreLookup.Hold hold) {
        this.owner = owner;
        this.loop = owner.loop();
        this.log = hold.log();
        this.hold = hold;
        this.forks = new Forks(this, loop);
        this.blocks = new BlockRequests(log);
        this.agreement = new Agreement(log);
        this.haste = new Haste(loop, this::hasten);
        this.news = new News(this, loop);
        log.listen(news);
    }

    Log log() {
        return log;
    }

    Intake intake() {
        return owner.intake();
    }

    boolean isInConflict() {
        return owner.isInConflict(log);
    }

    Forks forks() {
        return forks;
    }

    /** The channels that have not ended, paired or not. */
    List<Channel> channels() {
        return channels;
    }

    boolean isDownloading() {
        return downloading;
    }

    void setDownloading(boolean active) {
        if (downloading != active) {
            downloading = active;
            List.copyOf(channels).forEach(channel -> channel.announcer().sendSync());
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
    void conflicts(Message.Data tree, long length) {
        owner.conflicted(log, tree, length);
        List.copyOf(channels).forEach(Channel::endInConflict);
    }

    /** Ends all channels; peers may open them again. */
    void closeChannels() {
        List.copyOf(channels).forEach(Channel::close);
    }

    boolean isDeserted() {
        return !downloading && channels.isEmpty();
    }

    Mono<Void> dispose() {
        log.unlisten(news);
        updates.end();
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
        channel.session().requests().left(this);
        unanswered.forEach(this::settled);
        if (channel.isPaired()) {
            log.emit(new CoreEvent.PeerLeft(channel.session().link().remoteKey().toHex()));
        }
        changed();
        leaveIfIdle();
    }

    /** A peer that said it would only serve closed a channel that is still of use: it is opened again. */
    void remoteClosed(Session session, Channel channel) {
        if (downloading
                && !channel.remote().sync().downloading()
                && channel.remote().sync().uploading()) {
            session.open(this);
        }
    }

    /** Something changed that may make a request possible; looked at once at the end of the turn. */
    void changed() {
        loop.atEndOfTurn(look);
    }

    /** A request was answered, refused or given up. */
    void settled(Message.Request request) {
        blocks.settled(request);
        tree.settled(request);
        forks.settled(request);
        seeks.settled(request);
        changed();
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
            updates.add(log.state(), search, sink);
            changed();
        }));
    }

    private void leaveIfIdle() {
        if (isDeserted()) {
            owner.deserted(this);
        }
    }

    /** Asks for what is wanted and may be asked for. */
    void look() {
        LogState state = log.state();
        boolean open = intake().isOpen();
        if (open) {
            tree.ask(channels, state);
            forks.ask(channels, state);
        }
        updates.settle(state, channels, tree.areWaiting() || forks.areWaiting());
        agreement.look(channels, state);
        blocks.withdraw();
        if (open) {
            seeks.update(log.demand().seeks(), channels, state);
            blocks.ask(channels, state);
        }
        hurry();
    }

    /** Looks again later whether a peer is late, if there is another. */
    private void hurry() {
        if (channels.size() > 1
                && channels.stream().anyMatch(channel -> channel.requester().isWaiting())) {
            haste.begin();
        }
    }

    /** What a peer is late with is asked of others; it is the last to be asked for something else. */
    private void hasten() {
        LogState state = log.state();
        if (intake().isOpen()) {
            toTheEnd(tree.hasten(channels, state));
            toTheEnd(forks.hasten(channels, state));
            seeks.hasten(channels, state);
            blocks.hasten(channels, state);
        }
        hurry();
    }

    private void toTheEnd(@Nullable Channel slow) {
        if (slow != null && channels.remove(slow)) {
            channels.add(slow);
            changed();
        }
    }
}
