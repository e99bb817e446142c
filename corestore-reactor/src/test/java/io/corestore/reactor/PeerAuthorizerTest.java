package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.PeerAuthorizer;
import io.corestore.StoreEvent;
import io.corestore.StoreEvent.PeerDenied;
import io.corestore.crypto.CoreKeys;
import io.corestore.key.CoreKey;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.MessageDuplex;
import io.corestore.message.PeerLink;
import io.corestore.storage.MemoryStorage;
import io.corestore.transport.LocalTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.util.function.Tuple2;

/** Which peers get which cores, and what the others see. */
class PeerAuthorizerTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Hash FRIEND = Hash.fromHex("0f".repeat(32));
    private static final Hash STRANGER = Hash.fromHex("f0".repeat(32));
    private static final PeerLink LINK = new PeerLink(false, new byte[64], STRANGER, "script");

    private final Disposable.Composite running = Disposables.composite();
    private final Queue<StoreEvent> told = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        running.dispose();
    }

    private Corestore store(PeerAuthorizer authorizer) {
        Corestore store = Corestores.on(MemoryStorage.create())
                .authorizer(authorizer)
                .open()
                .block(SOON);
        running.add(() -> store.close().block(SOON));
        return store;
    }

    /** Joins a peer of this key to a store. */
    private Disposable join(Corestore store, Corestore peer, Hash key) {
        MessageDuplex seen = (link, inbound) ->
                store.replicate(new PeerLink(link.initiator(), link.handshakeHash(), key, "peer"), inbound);
        Disposable connection = LocalTransport.connect(seen, peer::replicate).subscribe();
        running.add(connection);
        return connection;
    }

    @Test
    void aPeerGetsWhatItIsAllowedAndNothingElse() {
        Corestore writer = store(PeerAuthorizer.allowing(List.of(FRIEND)));
        Core core = writer.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        StepVerifier denied = writer.events()
                .ofType(PeerDenied.class)
                .as(StepVerifier::create)
                .expectNext(new PeerDenied(STRANGER, "peer", core.discoveryKey(), null))
                .thenCancel()
                .verifyLater();
        Corestore stranger = store(PeerAuthorizer.ALL);
        Corestore friend = store(PeerAuthorizer.ALL);
        Core theirs = stranger.get(core.key()).block(SOON);
        join(writer, stranger, STRANGER);
        join(writer, friend, FRIEND);

        assertThat(friend.get(core.key()).block(SOON).get(1).block(SOON))
                .isEqualTo(numbered(0, 3).get(1));
        denied.verify(SOON);
        assertThat(theirs.update().block(SOON)).isFalse();
        assertThat(theirs.peers().block(SOON)).isEmpty();
        assertThat(core.peers().block(SOON))
                .singleElement()
                .matches(peer -> peer.remoteKey().equals(FRIEND));
    }

    @Test
    void aCoreThatIsActiveHereIsOfferedToWhoMayHaveItOnly() {
        Set<DiscoveryKey> open = ConcurrentHashMap.newKeySet();
        Corestore store = store((peer, core) -> Mono.just(open.contains(core)));
        store.get("secret").block(SOON);
        Core shared = store.get("shared").block(SOON);
        open.add(shared.discoveryKey());

        store.replicate(LINK, Flux.never())
                .as(StepVerifier::create)
                .expectNextMatches(said -> said instanceof Message.Open offer
                        && offer.discoveryKey().equals(shared.discoveryKey()))
                .then(() -> open.add(store.get("other").block(SOON).discoveryKey()))
                .then(() -> store.get("late").block(SOON).close().block(SOON))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void whoAnswersLateIsWaitedFor() {
        Sinks.One<Boolean> answer = Sinks.one();
        Corestore writer = store((peer, core) -> answer.asMono());
        Core core = writer.get("log").block(SOON);
        core.append(numbered(0, 1)).block(SOON);
        Corestore reader = store(PeerAuthorizer.ALL);
        Mono<ByteBuffer> block = reader.get(core.key()).block(SOON).get(0);
        join(writer, reader, FRIEND);

        block.as(StepVerifier::create)
                .then(() -> answer.tryEmitValue(true))
                .expectNext(numbered(0, 1).get(0))
                .expectComplete()
                .verify(SOON);
    }

    static List<PeerAuthorizer> unable() {
        return List.of(
                (peer, core) -> Mono.empty(),
                (peer, core) -> Mono.error(new IllegalStateException("planned")),
                (peer, core) -> {
                    throw new IllegalStateException("planned");
                },
                PeerAuthorizer.ALL.and((peer, core) -> Mono.just(false)),
                PeerAuthorizer.allowing(List.of(STRANGER)).and(PeerAuthorizer.allowing(List.of(FRIEND))));
    }

    @ParameterizedTest
    @MethodSource("unable")
    void everythingButAYesIsANo(PeerAuthorizer authorizer) {
        Corestore writer = store(authorizer);
        Core core = writer.get("log").block(SOON);
        writer.events().ofType(PeerDenied.class).take(1).subscribe(told::add);

        answersTo(writer, open(1, core.key(), core.key()))
                .as(StepVerifier::create)
                .expectNext(new Message.Reject(1))
                .thenCancel()
                .verify(SOON);

        assertThat(told)
                .singleElement()
                .matches(event -> event instanceof PeerDenied denied
                        && denied.discoveryKey().equals(core.discoveryKey()));
    }

    @Test
    void unknownAndForbiddenCoresAndWrongCapabilitiesLookTheSame() {
        Set<DiscoveryKey> forbidden = ConcurrentHashMap.newKeySet();
        Corestore store = store((peer, core) -> Mono.just(!forbidden.contains(core)));
        CoreKey stored = closed(store, "stored");
        CoreKey secret = closed(store, "secret");
        CoreKey unknown = store.keyPair("nobody")
                .map(pair -> new CoreKey(pair.publicKey()))
                .block(SOON);
        forbidden.add(CoreKeys.discoveryKey(secret));

        List<Tuple2<Long, Message>> rejections = Flux.just(
                        open(1, stored, unknown), open(1, secret, secret), open(1, unknown, unknown))
                .concatMap(open -> answersTo(store, open).elapsed().take(1))
                .collectList()
                .block(SOON);

        assertThat(rejections).hasSize(3).allSatisfy(rejection -> {
            assertThat(rejection.getT2()).isEqualTo(new Message.Reject(1));
            assertThat(rejection.getT1()).as("never as soon as it is known").isGreaterThan(10);
        });
    }

    @Test
    void aPeerThatIsSentAwayStaysAway() {
        Set<Hash> allowed = ConcurrentHashMap.newKeySet();
        allowed.add(FRIEND);
        Corestore writer = store((peer, core) -> Mono.just(allowed.contains(peer.remoteKey())));
        Core core = writer.get("log").block(SOON);
        core.append(numbered(0, 1)).block(SOON);
        Corestore reader = store(PeerAuthorizer.ALL);
        Core copy = reader.get(core.key()).block(SOON);
        join(writer, reader, FRIEND);
        copy.get(0).block(SOON);

        allowed.remove(FRIEND);
        assertThat(writer.disconnect(STRANGER).block(SOON)).isZero();
        assertThat(writer.disconnect(FRIEND).block(SOON)).isEqualTo(1);
        assertThat(writer.peers().block(SOON)).isEmpty();
        StepVerifier denied = writer.events()
                .ofType(PeerDenied.class)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .thenCancel()
                .verifyLater();
        join(writer, reader, FRIEND);

        denied.verify(SOON);
        assertThat(core.peers().block(SOON)).isEmpty();
    }

    private static CoreKey closed(Corestore store, String name) {
        Core core = store.get(name).block(SOON);
        core.close().block(SOON);
        return core.key();
    }

    private static Message.Open open(int channel, CoreKey core, CoreKey known) {
        Hash capability = CoreKeys.capability(known, LINK.handshakeHash(), true);
        return new Message.Open(channel, CoreKeys.discoveryKey(core), true, capability);
    }

    /** What a store says to a stranger who says this, but for what it offers. */
    private static Flux<Message> answersTo(Corestore store, Message said) {
        return store.replicate(LINK, Flux.just(said).concatWith(Flux.never()))
                .filter(answer -> !(answer instanceof Message.Open));
    }
}
