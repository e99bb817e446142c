package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.core.LocalSigner;
import io.corestore.crypto.Ed25519;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

/** Two writers with one key: both sides learn of the second history, and only that core ends. */
@RequiresNode
class ConflictInteropTest extends TwoPeers {
    private static final KeyPair OWNER = Ed25519.fromSeed(new byte[32]);

    @ParameterizedTest
    @CsvSource({"V6, 5, 7", "V6, 7, 5", "V7, 5, 7", "V7, 7, 5"})
    void aSecondHistoryIsToldOnBothSidesAndOtherCoresGoOn(NodeSet set, int javaLength, int nodeLength) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            inConflict(node);
            Core here = java.core(
                    CoreOptions.of(Manifest.single(1, OWNER.publicKey())).withSigners(List.of(new LocalSigner(OWNER))));
            await(here.append(Blocks.made("java", 0, javaLength, 10)));
            NodeCore there = node.owned(OWNER, 1);
            assertThat(await(there.appendMade("node", 0, nodeLength, 10, 1)).key())
                    .isEqualTo(here.key().toHex());
            NodeInfo other = await(node.named("other").appendMade("other", 0, 5, 10, 5));
            int port = await(node.serve());
            mustFindConflict(here, () -> java.connect(port));
            await(node.heard("conflict"));
            assertThat(here.length()).isEqualTo(javaLength);
            JavaPeer.download(java.keyed(other.key()), 5);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void aReaderThatHasOneHistoryFindsTheOtherAtASecondWriter(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer first = node(set, "first");
                NodePeer second = node(set, "second")) {
            inConflict(second);
            NodeInfo written = await(first.owned(OWNER, 1).appendMade("first", 0, 5, 10, 5));
            await(second.owned(OWNER, 1).appendMade("second", 0, 7, 10, 7));
            java.connect(await(first.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.download(copy, 5);
            int port = await(second.serve());
            mustFindConflict(copy, () -> java.connect(port));
            await(second.heard("conflict"));
            assertThat(JavaPeer.blocks(copy)).isEqualTo(Blocks.made("first", 0, 5, 10));
        }
    }

    private static void mustFindConflict(Core core, Runnable connecting) {
        core.events()
                .ofType(CoreEvent.Conflict.class)
                .next()
                .as(StepVerifier::create)
                .then(connecting)
                .expectNext(new CoreEvent.Conflict(5, 0))
                .expectComplete()
                .verify(JavaPeer.LIMIT);
    }

    private static void inConflict(NodePeer node) {
        node.provoked("conflict", "Java holds another history of the core that the owner signed")
                .provoked("verification-error", "the tree of either side does not continue that of the other")
                .provoked("stderr", "hypercore 11 prints the conflict");
    }
}
