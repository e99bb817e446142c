package io.corestore.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Peer;
import io.corestore.PeerInfo;
import io.corestore.StoreEvent;
import io.corestore.crypto.CoreKeys;
import io.corestore.key.Hash;
import io.corestore.message.Message;
import io.corestore.message.PeerLink;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What a store says of its connections. */
class ConnectionsTest extends TwoStores {
    private static final PeerLink LINK = new PeerLink(false, new byte[64], Hash.ZERO, "script");

    @Test
    void aPeerIsDescribedByWhatItSharesAndWhatWentOver() {
        Core source = writer.get("log").block(SOON);
        source.append(Blocks.sized(10, 100)).block(SOON);
        Core copy = reader.get(source.key()).block(SOON);
        reader.get("alone").block(SOON);
        assertThat(writer.peers().block(SOON)).isEmpty();
        Pipe.join(writer, reader);
        copy.update().block(SOON);
        copy.download(BlockRange.of(0, 10)).blockLast(SOON);

        Peer read = writer.peers().block(SOON).get(0);
        assertThat(read.traffic()).isEqualTo(new Peer.Traffic(0, 0, 10, 1000));
        assertThat(read.initiator()).isTrue();
        assertThat(read.address()).isEqualTo("a");
        assertThat(read.cores()).containsOnlyKeys(source.discoveryKey());
        Peer written = reader.peers().block(SOON).get(0);
        assertThat(written.traffic()).isEqualTo(new Peer.Traffic(10, 1000, 0, 0));
        assertThat(written.responseTime()).isPositive();
        assertThat(written.cores())
                .isEqualTo(Map.of(source.discoveryKey(), new PeerInfo(Hash.ZERO, 10, 0, 0, 10, true, true)));
    }

    @Test
    void aPeerLagsByTheBlocksItHasNoTreeOf() {
        Core source = writer.get("log").block(SOON);
        source.append(Blocks.sized(10, 100)).block(SOON);
        Hash capability = CoreKeys.capability(source.key(), LINK.handshakeHash(), true);
        Flux<Message> said = Flux.just(
                new Message.Open(1, source.discoveryKey(), true, capability),
                new Message.Sync(1, 0, 4, 0, false, true, true, true, false));

        writer.replicate(LINK, said.concatWith(Flux.never()))
                .filter(answer -> answer instanceof Message.Sync sync && sync.remoteLength() == 4)
                .as(StepVerifier::create)
                .expectNextCount(1)
                .then(() -> assertThat(source.peers().block(SOON))
                        .containsExactly(new PeerInfo(LINK.remoteKey(), 4, 0, 6, 0, true, true)))
                .thenCancel()
                .verify(SOON);
    }

    @Test
    void connectionsAreToldAsTheyComeAndGo() {
        Sinks.Many<Message> peer = Sinks.many().unicast().onBackpressureBuffer();
        Sinks.Many<Message> failing = Sinks.many().unicast().onBackpressureBuffer();
        IllegalStateException broken = new IllegalStateException("planned");
        writer.events()
                .as(StepVerifier::create)
                .then(() -> join(peer))
                .expectNext(new StoreEvent.PeerConnected(Hash.ZERO, "script"))
                .then(peer::tryEmitComplete)
                .expectNext(new StoreEvent.PeerDisconnected(Hash.ZERO, "script", null))
                .then(() -> join(failing))
                .expectNext(new StoreEvent.PeerConnected(Hash.ZERO, "script"))
                .then(() -> failing.tryEmitError(broken))
                .expectNext(new StoreEvent.PeerDisconnected(Hash.ZERO, "script", broken))
                .thenCancel()
                .verify(SOON);
    }

    private void join(Sinks.Many<Message> said) {
        writer.replicate(LINK, said.asFlux())
                .onErrorResume(ended -> Flux.empty())
                .subscribe();
    }
}
