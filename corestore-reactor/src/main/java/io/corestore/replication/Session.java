package io.corestore.replication;

import io.corestore.error.ProtocolException;
import io.corestore.key.DiscoveryKey;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

/**
 * One connection: its channels, what it reads and what it has to say. It subscribes to its input itself because the
 * credit it gives depends on what has been dealt with, not on what has been received.
 */
final class Session {
    private static final int CREDIT = 1_024;

    private final Replication owner;
    private final PeerLink link;
    private final Outbox outbox;
    private final Inbound inbound = new Inbound();
    private final Map<DiscoveryKey, Channel> byKey = new HashMap<>();
    private final LocalIds<Channel> local = new LocalIds<>();
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final Map<Integer, Channel> remote = new HashMap<>();
    private final Set<Serving> toServe = new LinkedHashSet<>();
    private int highestRemoteId;
    private int queuedRequests;
    private int requestsInFlight;
    private int badProofs;
    private boolean closed;

    /** An open of the peer that is not decided yet. */
    private static final class Pending {
        private final Message.Open open;
        private final Queue<Message> messages = new ArrayDeque<>();

        Pending(Message.Open open) {
            this.open = open;
        }
    }

    Session(Replication owner, PeerLink link) {
        this.owner = owner;
        this.link = link;
        this.outbox = new Outbox(owner.limits().queuedAnswerBytes() / 2, () -> loop().execute(this::serve));
    }

    Flux<Message> run(Publisher<Message> input) {
        return outbox.messages()
                .doOnSubscribe(s -> {
                    loop().execute(() -> owner.joined(this));
                    Flux.from(input).subscribe(inbound);
                })
                .doOnCancel(() -> loop().execute(() -> end(null)));
    }

    Loop loop() {
        return owner.loop();
    }

    PeerLink link() {
        return link;
    }

    ReplicationLimits limits() {
        return owner.limits();
    }

    boolean isClosed() {
        return closed;
    }

    void send(Message message) {
        if (!closed) {
            outbox.send(message);
        }
    }

    /** Opens the channel of a core, unless it is open already. */
    void open(Swarm swarm) {
        if (closed || byKey.containsKey(swarm.log().discoveryKey())) {
            return;
        }
        Channel channel = newChannel(swarm);
        send(channel.openMessage());
    }

    /** Ends a channel from this side; where the peer has not answered yet, once it has. */
    void close(Channel channel) {
        if (channel.isPaired()) {
            send(new Message.Close(channel.localId()));
            remote.remove(channel.remoteId());
            forget(channel);
        } else {
            channel.endAfterAnswer();
        }
        channel.ended();
    }

    /** Ends the connection: without error when the input ended or the output was cancelled. */
    void end(@Nullable Throwable error) {
        if (closed) {
            return;
        }
        closed = true;
        inbound.cancel();
        for (Channel channel : local.all()) {
            channel.ended();
        }
        byKey.clear();
        remote.clear();
        pending.clear();
        owner.left(this);
        if (error == null) {
            outbox.complete();
        } else {
            outbox.fail(error);
        }
    }

    void badProof() {
        if (++badProofs >= limits().badProofs()) {
            end(new ProtocolException("the peer sent " + badProofs + " invalid proofs"));
        }
    }

    int requestsInFlight() {
        return requestsInFlight;
    }

    void requestsInFlight(int change) {
        requestsInFlight += change;
    }

    void requestQueued() {
        queuedRequests++;
    }

    void requestsSettled(int count) {
        queuedRequests -= count;
        inbound.replenish();
    }

    /** A channel has requests to answer. */
    void serveLater(Serving serving) {
        toServe.add(serving);
    }

    void answersMade(Serving serving) {
        toServe.add(serving);
        serve();
    }

    /** Starts answering, channel after channel, while the peer takes answers. */
    void serve() {
        for (Serving next : toServe.toArray(Serving[]::new)) {
            if (closed || outbox.waitingBytes() > limits().queuedAnswerBytes()) {
                return;
            }
            toServe.remove(next);
            next.turn();
        }
    }

    private void receive(Message message) {
        try {
            dispatch(message);
        } catch (RuntimeException error) {
            end(error);
        }
    }

    private void dispatch(Message message) {
        if (message instanceof Message.Open open) {
            opened(open);
        } else if (message instanceof Message.OpenOther other) {
            takeRemoteId(other.channel());
            send(new Message.Reject(other.channel()));
        } else if (message instanceof Message.Reject reject) {
            rejected(reject.channel());
        } else if (message instanceof Message.Close close) {
            remoteClosed(close.channel());
        } else {
            deliver(message);
        }
    }

    private void deliver(Message message) {
        Channel channel = remote.get(message.channel());
        if (channel != null) {
            channel.receive(message);
            return;
        }
        Pending waiting = pending.get(message.channel());
        if (waiting != null) {
            if (waiting.messages.size() >= limits().pendingMessages()) {
                throw new ProtocolException("too many messages for a channel that is not open");
            }
            waiting.messages.add(message);
        }
    }

    private void opened(Message.Open open) {
        takeRemoteId(open.channel());
        Channel channel = byKey.get(open.discoveryKey());
        if (channel == null) {
            look(open);
        } else if (channel.isPaired()) {
            send(new Message.Reject(open.channel()));
        } else if (channel.endsAfterAnswer()) {
            send(new Message.Close(channel.localId()));
            forget(channel);
        } else {
            if (!channel.accepts(open.capability())) {
                throw new ProtocolException("the peer sent an invalid replication capability");
            }
            pair(channel, open);
        }
    }

    private void look(Message.Open open) {
        if (pending.size() + remote.size() >= limits().channels()) {
            send(new Message.Reject(open.channel()));
            return;
        }
        Pending waiting = new Pending(open);
        pending.put(open.channel(), waiting);
        owner.find(open.discoveryKey(), swarm -> found(waiting, swarm));
    }

    private void found(Pending waiting, @Nullable Swarm swarm) {
        Message.Open open = waiting.open;
        if (closed || !pending.remove(open.channel(), waiting)) {
            return;
        }
        Channel existing = byKey.get(open.discoveryKey());
        // a core that was opened here while it was looked for: its own open is on its way and pairs with this one
        Swarm known = existing == null ? swarm : existing.swarm();
        if (known == null
                || existing != null && existing.isPaired()
                || !Channel.accepts(known.log().key(), link, open.capability())) {
            send(new Message.Reject(open.channel()));
            return;
        }
        Channel channel = existing == null ? newChannel(known) : existing;
        if (existing == null) {
            send(channel.openMessage());
        }
        pair(channel, open);
        waiting.messages.forEach(this::deliver);
    }

    private Channel newChannel(Swarm swarm) {
        int id = local.take();
        Channel channel = new Channel(this, swarm, id);
        local.put(id, channel);
        byKey.put(swarm.log().discoveryKey(), channel);
        swarm.add(channel);
        return channel;
    }

    private void pair(Channel channel, Message.Open open) {
        remote.put(open.channel(), channel);
        channel.paired(open);
    }

    private void rejected(int id) {
        Channel channel = local.get(id);
        if (channel == null || channel.isPaired()) {
            throw new ProtocolException("the peer rejected a channel that waits for no answer");
        }
        forget(channel);
        channel.ended();
    }

    private void remoteClosed(int remoteId) {
        pending.remove(remoteId);
        Channel channel = remote.remove(remoteId);
        if (channel != null) {
            forget(channel);
            channel.ended();
            channel.swarm().remoteClosed(this, channel);
        }
    }

    private void forget(Channel channel) {
        byKey.remove(channel.swarm().log().discoveryKey(), channel);
        local.free(channel.localId());
    }

    private void takeRemoteId(int id) {
        if (id < 1 || id > highestRemoteId + 1 || remote.containsKey(id) || pending.containsKey(id)) {
            throw new ProtocolException("the peer opened channel " + id + ", which is taken or out of order");
        }
        highestRemoteId = Math.max(highestRemoteId, id);
    }

    /** Reads as much as has been dealt with. */
    private final class Inbound extends BaseSubscriber<Message> {
        private int credit;

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            credit = CREDIT;
            subscription.request(CREDIT);
        }

        @Override
        protected void hookOnNext(Message message) {
            loop().execute(() -> {
                if (!closed) {
                    credit--;
                    receive(message);
                    replenish();
                }
            });
        }

        @Override
        protected void hookOnComplete() {
            loop().execute(() -> end(null));
        }

        @Override
        protected void hookOnError(Throwable error) {
            loop().execute(() -> end(error));
        }

        void replenish() {
            if (credit <= CREDIT / 2 && queuedRequests < limits().queuedRequests() && !closed) {
                int more = CREDIT - credit;
                credit = CREDIT;
                request(more);
            }
        }
    }
}
