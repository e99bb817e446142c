package io.corestore.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.core.Log;
import io.corestore.core.LogAppend;
import io.corestore.core.LogOptions;
import io.corestore.core.LogState;
import io.corestore.crypto.CoreKeys;
import io.corestore.crypto.Ed25519;
import io.corestore.error.ClosedException;
import io.corestore.error.ProtocolException;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import io.corestore.merkle.Tree;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** One connection with a scripted peer at the other end. */
class SessionTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final KeyPair OWNER = Ed25519.fromSeed(new byte[32]);
    private static final CoreKey KEY = new CoreKey(OWNER.publicKey());
    private static final DiscoveryKey DISCOVERY_KEY = CoreKeys.discoveryKey(KEY);
    private static final PeerLink LINK = new PeerLink(true, new byte[64], Hash.ZERO, "script");

    private final IoScheduler io = IoScheduler.create();
    private final Sinks.One<CoreLookup.Hold> lookup = Sinks.one();
    private final Sinks.Many<Message> peer = Sinks.many().unicast().onBackpressureBuffer();
    private final Replication replication =
            new Replication(io, discoveryKey -> lookup.asMono(), ReplicationLimits.DEFAULT, Schedulers.parallel());
    private Log log;
    private CoreStorage storage;

    @BeforeEach
    void open() {
        storage = MemoryStorage.create(StorageOptions.on(io));
        storage.identity(() -> new byte[32]).block(SOON);
        log = storage.create(new CoreSeed(KEY, DISCOVERY_KEY, Manifest.single(1, OWNER.publicKey()), OWNER, Map.of()))
                .flatMap(stored -> Log.open(
                        DISCOVERY_KEY, stored, new LogOptions(io, storage.systemRun(), Durability.BUFFERED, false)))
                .block(SOON);
        log.append(LogAppend.of(List.of(ByteBuffer.allocate(3)), log.signer(OWNER), null, Durability.BUFFERED))
                .block(SOON);
    }

    @AfterEach
    void close() {
        replication.close().block(SOON);
        log.close().block(SOON);
        storage.close().block(SOON);
        io.dispose();
    }

    private Flux<Message> join() {
        return replication.join(LINK, peer.asFlux());
    }

    private static Message.Open open(int channel, CoreKey knownKey) {
        Hash capability = CoreKeys.capability(knownKey, LINK.handshakeHash(), false);
        return new Message.Open(channel, DISCOVERY_KEY, true, capability);
    }

    private CoreLookup.Hold hold() {
        return new CoreLookup.Hold() {
            @Override
            public Log log() {
                return log;
            }

            @Override
            public boolean isShared() {
                return false;
            }

            @Override
            public Mono<Void> release() {
                return Mono.empty();
            }
        };
    }

    @Test
    void coreOpenedWhileItIsLookedForIsPairedNotRejected() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(open(1, KEY)))
                .then(() -> replication.activate(hold()))
                .expectNextMatches(Message.Open.class::isInstance)
                .then(lookup::tryEmitEmpty)
                .expectNextMatches(Message.Sync.class::isInstance)
                .expectNextMatches(message -> message instanceof Message.Range range && range.length() == 1)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void coreLetGoWhileItIsLookedForIsClosedNotPaired() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(open(1, KEY)))
                .then(() -> replication.activate(hold()))
                .expectNextMatches(Message.Open.class::isInstance)
                .then(() -> replication.letGo(DISCOVERY_KEY).block(SOON))
                .then(lookup::tryEmitEmpty)
                .expectNext(new Message.Close(1))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void unknownCoreAndWrongCapabilityLookTheSame() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(open(1, CoreKey.of(new byte[32]))))
                .then(() -> lookup.tryEmitValue(hold()))
                .expectNext(new Message.Reject(1))
                .thenCancel()
                .verify(SOON);
        assertThat(log.state().length()).isEqualTo(1);
    }

    @Test
    void otherProtocolIsRejectedAndTheConnectionStays() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(new Message.OpenOther(1, "other/protocol")))
                .expectNext(new Message.Reject(1))
                .then(() -> peer.tryEmitNext(open(1, KEY)))
                .then(() -> lookup.tryEmitValue(hold()))
                .expectNextMatches(Message.Open.class::isInstance)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void channelOutOfOrderEndsTheConnection() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(open(2, KEY)))
                .verifyError(ProtocolException.class);
    }

    @Test
    void rejectOfNothingEndsTheConnection() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(new Message.Reject(1)))
                .verifyError(ProtocolException.class);
    }

    @Test
    void messagesOfUnknownChannelsAreIgnored() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(new Message.Cancel(7, 1)))
                .then(() -> peer.tryEmitNext(new Message.Close(7)))
                .then(peer::tryEmitComplete)
                .verifyComplete();
    }

    @Test
    void requestsAreAnsweredInTheirOrderAndCancelledOnesNot() {
        join().as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(open(1, KEY)))
                .then(() -> lookup.tryEmitValue(hold()))
                .expectNextCount(3)
                .then(() -> {
                    peer.tryEmitNext(block(1, 0));
                    peer.tryEmitNext(block(2, 5));
                })
                .expectNextMatches(message -> message instanceof Message.Data data && data.request() == 1)
                .expectNextMatches(message -> message instanceof Message.NoData none && none.request() == 2)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void treeThatIsRefusedIsNotAskedForAgainBeforeItIsOfferedAnew() {
        join().as(StepVerifier::create)
                .then(() -> replication.activate(hold()))
                .expectNextMatches(Message.Open.class::isInstance)
                .then(() -> peer.tryEmitNext(open(1, KEY)))
                .expectNextCount(2)
                .then(() -> peer.tryEmitNext(offer(5)))
                .expectNextMatches(message -> message instanceof Message.Request request && request.id() == 1)
                .then(() -> {
                    peer.tryEmitNext(new Message.NoData(1, 1, 0));
                    peer.tryEmitNext(block(9, 7)); // whose answer is the next message
                })
                .expectNextMatches(message -> message instanceof Message.NoData none && none.request() == 9)
                .then(() -> peer.tryEmitNext(offer(6)))
                .expectNextMatches(message -> message instanceof Message.Request request && request.id() == 2)
                .then(() -> {
                    peer.tryEmitNext(new Message.Data(1, 2, 0, null, null, null, null, null));
                    peer.tryEmitNext(block(10, 7));
                })
                .expectNextMatches(message -> message instanceof Message.NoData none && none.request() == 10)
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void messagesAreDealtWithAfterTheThreadsOfTheStoreEnded() {
        IoScheduler threads = IoScheduler.create();
        Replication ending =
                new Replication(threads, core -> Mono.empty(), ReplicationLimits.DEFAULT, Schedulers.parallel());
        ending.join(LINK, peer.asFlux())
                .as(StepVerifier::create)
                .then(() -> peer.tryEmitNext(new Message.OpenOther(1, "other/protocol")))
                .expectNext(new Message.Reject(1))
                .then(threads::dispose)
                .then(() -> peer.tryEmitNext(new Message.OpenOther(2, "other/protocol")))
                .expectNext(new Message.Reject(2))
                .then(() -> peer.tryEmitNext(new Message.OpenOther(3, "other/protocol")))
                .expectNext(new Message.Reject(3))
                .then(peer::tryEmitComplete)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void connectionThatBeginsAfterTheStoreClosedIsToldSo() {
        IoScheduler threads = IoScheduler.create();
        Replication ended =
                new Replication(threads, core -> Mono.empty(), ReplicationLimits.DEFAULT, Schedulers.parallel());
        ended.close().block(SOON);
        threads.dispose();
        ended.join(LINK, peer.asFlux()).as(StepVerifier::create).verifyError(ClosedException.class);
    }

    @Test
    void requestsOfAnEndedChannelAreNotTakenBackASecondTime() {
        Session session = new Session(replication, LINK, false);
        Channel channel = channel(session);
        int room = room(session, channel);
        channel.requester().fetchBlock(5, channel.swarm().log().state(), true);
        assertThat(room(session, channel)).isEqualTo(room - 1);
        channel.ended();
        channel.requester().cancelBlock(5);
        assertThat(room(session, channel)).isEqualTo(room);
    }

    @Test
    void answersMakeRoomForMoreRequestsUpToTheLimit() {
        Session session = new Session(replication, LINK, false);
        Channel channel = channel(session);
        int limit = ReplicationLimits.DEFAULT.requestsPerConnection();
        assertThat(room(session, channel)).isLessThan(ReplicationLimits.DEFAULT.requestsPerChannel());
        for (int request = 0; request < 10_000; request++) {
            session.requests().asked();
            assertThat(room(session, channel)).isLessThan(limit);
            session.requests().answered();
        }
        assertThat(room(session, channel)).isEqualTo(limit);
    }

    @Test
    void blocksOfAForkThatIsBeingLeftAreNotAskedForOnTheNext() {
        Channel channel = channel(new Session(replication, LINK, false));
        LogState before = channel.swarm().log().state();
        Tree next = before.tree().withFork(1);
        LogState after = new LogState(next, before.rootHash(), before.signature(), before.manifest(), 0);
        channel.remote().synced(new Message.Sync(1, 1, 8, 0, true, true, true, true, false), after);
        assertThat(channel.requester().room(before)).isZero();
        assertThat(channel.requester().room(after)).isPositive();
    }

    private static int room(Session session, Channel channel) {
        return session.requests().room(Integer.MAX_VALUE, channel.swarm());
    }

    private Channel channel(Session session) {
        Channel channel = new Channel(session, new Swarm(replication.swarms(), hold()), 1);
        channel.paired(open(1, KEY));
        return channel;
    }

    private static Message.Sync offer(long length) {
        return new Message.Sync(1, 0, length, 1, true, true, true, true, false);
    }

    private static Message.Request block(long id, long index) {
        return new Message.Request(1, id, 0, new Message.Target(index, 0), null, null, null, false, 0);
    }
}
