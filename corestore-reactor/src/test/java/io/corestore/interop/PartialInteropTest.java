package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.message.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Peers that have some blocks of a core, or none: they say which, and when that changes. */
@RequiresNode
class PartialInteropTest extends TwoPeers {
    private static final Predicate<Message> REQUEST_OF_CLEARED = message -> message instanceof Message.Request request
            && request.block() != null
            && request.block().index() >= 50
            && request.block().index() < 60;

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aSparseNodeServesWhatItHasAndTellsWhatItGetsLater(NodeSet set) {
        try (JavaPeer writer = java();
                JavaPeer reader = JavaPeer.at(folder.resolve("reader"));
                NodePeer node = node(set)) {
            Core source = writer.named("sparse");
            await(source.append(Blocks.made("java", 0, 100, 10)));
            NodeCore between = node.keyed(source.key().toHex());
            await(node.connect(writer.serve()));
            await(between.awaitLength(100));
            await(between.read(70, 75));
            Core copy = reader.keyed(source.key().toHex());
            reader.connect(await(node.serve()));
            assertThat(await(copy.get(72))).isEqualTo(Blocks.made("java", 72, 10));
            Mono<ByteBuffer> later = copy.get(20).cache();
            later.subscribe(block -> {}, error -> {});
            assertThat(await(copy.get(74))).isEqualTo(Blocks.made("java", 74, 10));
            await(between.read(20, 21));
            assertThat(await(later)).isEqualTo(Blocks.made("java", 20, 10));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeDoesNotAskForWhatWasClearedMeanwhile(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            Core source = java.named("cleared");
            await(source.append(Blocks.made("java", 0, 100, 10)));
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex());
            await(copy.awaitLength(100));
            LongSupplier requests = java.traffic().received(REQUEST_OF_CLEARED);
            await(source.clear(BlockRange.of(50, 60)));
            await(source.append(Blocks.made("java", 100, 1, 10)));
            await(copy.awaitLength(101)); // what was cleared was told before
            await(copy.downloadAll());
            await(copy.read(0, 50).then(copy.read(60, 101)));
            assertThat(requests.getAsLong()).isZero();
            assertThat(await(copy.has(50, 60))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaDoesNotAskForWhatNodeClearedMeanwhile(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("cleared");
            NodeInfo written = await(source.appendMade("node", 0, 100, 10, 100));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.awaitLength(copy, 100);
            LongSupplier requests = java.traffic().sent(REQUEST_OF_CLEARED);
            await(source.clear(50, 60).then(source.appendMade("node", 100, 1, 10, 1)));
            JavaPeer.awaitLength(copy, 101);
            await(copy.download(BlockRange.of(0, 50)).then());
            await(copy.download(BlockRange.of(60, 101)).then());
            copy.get(55)
                    .as(StepVerifier::create)
                    .then(() -> await(copy.get(100)))
                    .thenCancel()
                    .verify(JavaPeer.LIMIT);
            assertThat(requests.getAsLong()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void theManifestOfAnEmptyCoreGoesBothWays(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node =
                        NodePeer.at(set, folder.resolve("node"), Map.of("compat", false, "manifestVersion", 1))) {
            String there = await(node.named("empty").info()).key();
            Core here = java.core(CoreOptions.named("empty").withKeyFormat(KeyFormat.MANIFEST_1));
            Core copy = java.keyed(there);
            int port = await(node.serve());
            copy.events()
                    .ofType(CoreEvent.ManifestLearnt.class)
                    .map(CoreEvent.ManifestLearnt::manifest)
                    .next()
                    .as(StepVerifier::create)
                    .then(() -> java.connect(port))
                    .expectNextMatches(manifest -> manifest.signers().size() == 1)
                    .expectComplete()
                    .verify(JavaPeer.LIMIT);
            List<String> signers = here.manifest().signers().stream()
                    .map(Manifest.Signer::publicKey)
                    .map(Hash::toHex)
                    .toList();
            assertThat(await(node.keyed(here.key().toHex()).awaitSigners())).isEqualTo(signers);
        }
    }
}
