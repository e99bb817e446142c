package io.corestore.replication;

import io.corestore.PeerInfo;
import io.corestore.error.ProtocolException;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the channels of one connection open, pair and end (spec page 05, sections 2, 3 and 6). */
final class Pairing {
    private final Session session;
    private final Swarms swarms;
    private final Channels channels = new Channels();
    private final PendingOpens pending;
    private final CoreAccess access;
    private final Rejections rejections;
    private final LookupBudget lookups;
    private final Set<DiscoveryKey> asked = new HashSet<>();
    private int highestRemoteId;

    Pairing(Session session, Swarms swarms, CoreAccess access) {
        this.session = session;
        this.swarms = swarms;
        this.access = access;
        this.rejections = new Rejections(session);
        this.lookups = new LookupBudget(session);
        this.pending = new PendingOpens(session.limits().pendingMessages());
    }

    /** Opens the channel of a core, unless it is open already or the peer may not have the core. */
    void open(Swarm swarm) {
        DiscoveryKey core = swarm.log().discoveryKey();
        if (isFree(swarm) && asked.add(core)) {
            access.ask(session.link(), core, (allowed, error) -> offer(swarm, allowed));
        }
    }

    private void offer(Swarm swarm, boolean allowed) {
        DiscoveryKey core = swarm.log().discoveryKey();
        asked.remove(core);
        if (allowed && isFree(swarm) && swarm.isDownloading() && !session.isClosed()) {
            rejections.sendNow(core);
            newChannel(swarm);
        }
    }

    private boolean isFree(Swarm swarm) {
        return channels.of(swarm.log().discoveryKey()) == null && !swarm.isInConflict();
    }

    private Channel newChannel(Swarm swarm) {
        Channel channel = channels.add(id -> new Channel(session, swarm, id));
        swarm.add(channel);
        session.send(Capability.open(channel.localId(), swarm.log(), session.link()));
        return channel;
    }

    /** The peer opens a channel, or answers our open. */
    void opened(Message.Open open) {
        takeRemoteId(open.channel());
        Channel channel = channels.of(open.discoveryKey());
        if (channel == null) {
            look(open);
        } else if (channel.isPaired()) {
            session.send(new Message.Reject(open.channel()));
        } else if (channel.endsAfterAnswer()) {
            closeAnswered(channel);
        } else {
            if (!Capability.isProven(open, channel.swarm().log(), session.link())) {
                throw new ProtocolException("the peer sent an invalid replication capability");
            }
            pair(channel, open);
        }
    }

    /** The cores that both sides have open, with what the peer says of them. */
    Map<DiscoveryKey, PeerInfo> shared() {
        Map<DiscoveryKey, PeerInfo> shared = new HashMap<>();
        for (Channel channel : channels.all()) {
            if (channel.isPaired()) {
                shared.put(channel.swarm().log().discoveryKey(), channel.info());
            }
        }
        return shared;
    }

    /** The peer opens a channel of a protocol that is unknown here. */
    void openedOther(int id) {
        takeRemoteId(id);
        session.send(new Message.Reject(id));
    }

    private void takeRemoteId(int id) {
        if (id < 1 || id > highestRemoteId + 1 || channels.remote(id) != null || pending.contains(id)) {
            throw new ProtocolException("the peer opened channel " + id + ", which is taken or out of order");
        }
        highestRemoteId = Math.max(highestRemoteId, id);
    }

    private void look(Message.Open open) {
        if (pending.size() + channels.paired() >= session.limits().channels()) {
            session.send(new Message.Reject(open.channel()));
            return;
        }
        PendingOpens.Pending waiting = pending.add(open, session.loop().now());
        access.ask(session.link(), open.discoveryKey(), (allowed, error) -> decided(waiting, allowed, error));
    }

    private void decided(PendingOpens.Pending waiting, boolean allowed, @Nullable Throwable error) {
        DiscoveryKey core = waiting.open().discoveryKey();
        if (allowed) {
            lookups.look(() -> find(waiting));
            return;
        }
        found(waiting, null);
        session.listener().denied(session.link(), core, error);
    }

    private void find(PendingOpens.Pending waiting) {
        if (pending.isWaiting(waiting)) {
            swarms.find(waiting.open().discoveryKey(), swarm -> {
                if (swarm != null) {
                    lookups.found();
                }
                found(waiting, swarm);
            });
        }
    }

    /** Whether the peer has to wait before it opens more. */
    boolean isFull() {
        return pending.size() >= session.limits().pendingOpens();
    }

    private void found(PendingOpens.Pending waiting, @Nullable Swarm swarm) {
        if (session.isClosed() || !pending.remove(waiting)) {
            return;
        }
        session.replenish();
        Message.Open open = waiting.open();
        Channel existing = channels.of(open.discoveryKey());
        if (existing != null && existing.endsAfterAnswer()) {
            closeAnswered(existing);
            return;
        }
        Channel channel = channelFor(open, existing, swarm);
        if (channel == null) {
            rejections.add(open, waiting.arrived());
        } else {
            pair(channel, open);
            waiting.messages().forEach(this::deliver);
        }
    }

    /** The channel that an open of the peer pairs with; null if it is to be rejected. */
    private @Nullable Channel channelFor(Message.Open open, @Nullable Channel existing, @Nullable Swarm found) {
        // a core that was opened here while it was looked for: its own open is on its way and pairs with this one
        Swarm swarm = existing == null ? found : existing.swarm();
        if (swarm == null
                || swarm.isInConflict()
                || existing != null && existing.isPaired()
                || !Capability.isProven(open, swarm.log(), session.link())) {
            return null;
        }
        return existing == null ? newChannel(swarm) : existing;
    }

    /** The peer answered the open of a channel that was to end then. */
    private void closeAnswered(Channel channel) {
        session.send(new Message.Close(channel.localId()));
        channels.remove(channel);
    }

    private void pair(Channel channel, Message.Open open) {
        channels.paired(channel, open.channel());
        channel.paired(open);
    }

    /** Gives a message to its channel, or keeps it for one that is not decided yet; others are of no use. */
    void deliver(Message message) {
        Channel channel = channels.remote(message.channel());
        if (channel != null) {
            channel.receive(message);
        } else {
            pending.hold(message);
        }
    }

    /** The peer rejects an open of ours. */
    void rejected(int id) {
        Channel channel = channels.local(id);
        if (channel == null || channel.isPaired()) {
            throw new ProtocolException("the peer rejected a channel that waits for no answer");
        }
        channels.remove(channel);
        channel.ended();
    }

    /** The peer closes a channel of its id. */
    void closed(int remoteId) {
        pending.withdraw(remoteId);
        Channel channel = channels.remote(remoteId);
        if (channel != null) {
            channels.remove(channel);
            channel.ended();
            channel.swarm().remoteClosed(session, channel);
        }
    }

    /** Ends a channel from this side; where the peer has not answered yet, once it has. */
    void close(Channel channel) {
        if (channel.isPaired()) {
            session.send(new Message.Close(channel.localId()));
            channels.remove(channel);
        } else {
            channel.endAfterAnswer();
        }
        channel.ended();
    }

    /**
     * Ends all channels and rejects all opens from this side.
     *
     * @return those that the peer has not answered, which cannot be closed before that
     */
    List<Channel> closeAll() {
        List<Channel> all = channels.all();
        List<Channel> unanswered =
                all.stream().filter(channel -> !channel.isPaired()).toList();
        pending.removeAll().forEach(id -> session.send(new Message.Reject(id)));
        rejections.sendAll();
        all.stream().filter(Channel::isPaired).forEach(this::close);
        unanswered.forEach(Channel::ended);
        return unanswered;
    }

    /** The connection ended, and all channels with it. */
    void ended() {
        channels.all().forEach(Channel::ended);
        channels.clear();
        pending.removeAll();
    }
}
