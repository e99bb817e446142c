package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;

import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.key.CoreKey;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

/** Channels that nobody needs any more are closed, and opened again on the same connection. */
@RequiresNode
class IdleInteropTest extends TwoPeers {
    private static final Map<String, ?> AT_ONCE = Map.of("notDownloadingLinger", 0);

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeLeavesAnIdleChannelAndComesBack(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = hasty(set)) {
            Core source = java.core(CoreOptions.named("idle").withActive(false));
            await(source.append(Blocks.made("java", 0, 5, 10)));
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex(), AT_ONCE);
            await(copy.awaitLength(5).then(copy.download(5)));
            source.events()
                    .ofType(CoreEvent.PeerLeft.class)
                    .next()
                    .as(StepVerifier::create)
                    .then(() -> await(copy.setActive(false)))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(JavaPeer.LIMIT);
            await(source.append(Blocks.made("java", 5, 5, 10)));
            await(copy.setActive(true));
            await(copy.awaitLength(10).then(copy.download(10)));
            Same.content(source, copy);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaLeavesAnIdleChannelAndComesBack(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = hasty(set)) {
            NodeCore source = node.named("idle", AT_ONCE);
            NodeInfo written = await(source.appendMade("node", 0, 5, 10, 5));
            await(source.setActive(false));
            java.connect(await(node.serve()));
            Core once = java.keyed(written.key());
            JavaPeer.download(once, 5);
            await(source.awaitPeers(1));
            await(once.close());
            await(source.awaitPeers(0));
            await(source.appendMade("node", 5, 5, 10, 5));
            Core again = java.keyed(written.key());
            JavaPeer.download(again, 10);
            Same.content(again, source);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void channelsThatAreClosedBeforeTheyAreAnsweredHarmNobody(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = hasty(set)) {
            NodeCore there = node.named("there");
            NodeInfo written = await(there.appendMade("node", 0, 20, 10, 20));
            Core here = java.named("here");
            await(here.append(Blocks.made("java", 0, 20, 10)));
            java.connect(await(node.serve()));
            NodeCore copyThere = node.keyed(here.key().toHex(), AT_ONCE);
            for (int i = 0; i < 30; i++) {
                await(java.store().get(CoreKey.parse(written.key())).flatMap(Core::close));
                await(copyThere.info().then(copyThere.release()));
            }
            Core copyHere = java.keyed(written.key());
            JavaPeer.download(copyHere, 20);
            Same.content(copyHere, there);
            await(copyThere.awaitLength(20).then(copyThere.download(20)));
            Same.content(here, copyThere);
        }
    }

    /** A peer that tells at once that it wants nothing any more, as {@link #AT_ONCE} does for one core of version 7. */
    private NodePeer hasty(NodeSet set) {
        return NodePeer.at(set, folder.resolve("node"), AT_ONCE);
    }
}
