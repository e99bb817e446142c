package io.corestore.replication;

import io.corestore.Peer;
import io.corestore.error.ProtocolException;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** One connection from its first message to its end: what it reads goes to its channels, what they say goes out. */
final class Session {
    private final Replication owner;
    private final PeerLink link;
    private final boolean own;
    private final Outbox outbox;
    private final Inbound inbound = new Inbound(this);
    private final ServingQueue servings;
    private final Pairing pairing;
    private final RequestWindow requests;
    private final TrafficMeter meter;
    private int badProofs;
    private boolean closed;
    private volatile @Nullable Farewell farewell;

    /** @param own whether the connection is the store's own and ends with it */
    Session(Replication owner, PeerLink link, boolean own) {
        this.owner = owner;
        this.link = link;
        this.own = own;
        this.outbox = new Outbox(owner.limits().queuedAnswerBytes() / 2, this::drained);
        this.servings = new ServingQueue(this, outbox);
        this.pairing = new Pairing(this, owner.swarms(), owner.access());
        this.meter = new TrafficMeter(owner.loop());
        this.requests = new RequestWindow(owner.loop(), owner.limits().requestsPerConnection());
    }

    Flux<Message> run(Publisher<Message> input) {
        return outbox.messages()
                .doOnSubscribe(s -> {
                    loop().execute(() -> owner.joined(this));
                    Flux.from(input).subscribe(inbound);
                })
                .doOnCancel(this::cancelled);
    }

    private void cancelled() {
        if (farewell == null) {
            loop().execute(() -> end(null));
        }
        inbound.cancel();
    }

    private void drained() {
        loop().execute(servings::serve);
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

    ReplicationListener listener() {
        return owner.listener();
    }

    Extensions extensions() {
        return owner.extensions();
    }

    /** The requests of the peer. */
    ServingQueue servings() {
        return servings;
    }

    boolean isClosed() {
        return closed;
    }

    /** What goes on with the input once the store is closed; null before that. */
    @Nullable
    Farewell farewell() {
        return farewell;
    }

    void send(Message message) {
        if (!closed) {
            outbox.send(message);
            meter.sent(message);
        }
    }

    /** Opens the channel of a core, unless it is open already. */
    void open(Swarm swarm) {
        if (!closed) {
            pairing.open(swarm);
        }
    }

    /** Ends a channel from this side; where the peer has not answered yet, once it has. */
    void close(Channel channel) {
        pairing.close(channel);
    }

    /** Ends the connection: without error when the input ended or the output was cancelled. */
    void end(@Nullable Throwable error) {
        if (closed) {
            return;
        }
        closed = true;
        inbound.cancel();
        pairing.ended();
        owner.left(this, error);
        if (error == null) {
            outbox.complete();
        } else {
            outbox.fail(error);
        }
    }

    /** The store is closed: its own connections end, others lose their channels and end with their input. */
    void storeClosed() {
        if (own || closed) {
            end(null);
            return;
        }
        List<Channel> unanswered = pairing.closeAll();
        closed = true;
        owner.left(this, null);
        farewell = new Farewell(outbox, unanswered);
        inbound.request(Long.MAX_VALUE);
    }

    void badProof() {
        if (++badProofs >= limits().badProofs()) {
            end(new ProtocolException("the peer sent " + badProofs + " invalid proofs"));
        }
    }

    TrafficMeter meter() {
        return meter;
    }

    Peer peer() {
        return new Peer(
                link.remoteKey(),
                link.address(),
                link.initiator(),
                pairing.shared(),
                meter.traffic(),
                meter.responseTime());
    }

    /** Our own requests. */
    RequestWindow requests() {
        return requests;
    }

    /** Whether more may be read, or requests or opens of the peer have to be dealt with first. */
    boolean hasRoom() {
        return !servings.isFull() && !pairing.isFull();
    }

    /** Reads on if there is room. */
    void replenish() {
        inbound.replenish();
    }

    /** Deals with one message; one that breaks the protocol ends the connection. */
    void receive(Message message) {
        try {
            dispatch(message);
        } catch (RuntimeException error) {
            end(error);
        }
    }

    private void dispatch(Message message) {
        if (message instanceof Message.Open open) {
            pairing.opened(open);
        } else if (message instanceof Message.OpenOther other) {
            pairing.openedOther(other.channel());
        } else if (message instanceof Message.Reject reject) {
            pairing.rejected(reject.channel());
        } else if (message instanceof Message.Close close) {
            pairing.closed(close.channel());
        } else {
            pairing.deliver(message);
        }
    }
}
