package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.DownloadProgress;
import io.corestore.core.LocalSigner;
import io.corestore.crypto.Ed25519;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** More than two: what a store writes or learns goes on through Node of both generations, to stores that know only those. */
@RequiresNode
class SwarmInteropTest extends TwoPeers {
    private static final int BLOCKS = 2_000;

    @Test
    void aReaderOfBothGenerationsFollowsAWriterThatItNeverMeets() {
        try (JavaPeer writer = java();
                JavaPeer reader = JavaPeer.at(folder.resolve("reader"));
                NodePeer six = node(NodeSet.V6, "six");
                NodePeer seven = node(NodeSet.V7, "seven")) {
            Core source = writer.named("log");
            await(source.append(Blocks.made("java", 0, 500, 100)));
            int port = writer.serve();
            for (NodePeer node : List.of(six, seven)) {
                await(node.connect(port));
                await(node.keyed(source.key().toHex()).downloadAll());
                reader.connect(await(node.serve()));
            }
            Core copy = reader.keyed(source.key().toHex());
            JavaPeer.download(copy, 500);
            await(source.truncate(321).then(source.append(Blocks.made("again", 0, 300, 100))));
            JavaPeer.awaitFork(copy, 1, 621);
            JavaPeer.download(copy, 621);
            assertThat(JavaPeer.digest(copy)).isEqualTo(JavaPeer.digest(source));
            Same.content(copy, seven.keyed(source.key().toHex()));
        }
    }

    @Test
    void aDownloadGoesOnAtTheOtherPeerWhenOneEnds() {
        try (JavaPeer java = java();
                NodePeer seven = node(NodeSet.V7, "seven")) {
            NodeCore source = seven.named("log");
            NodeInfo written = await(source.appendMade("node", 0, BLOCKS, 1_000, 500));
            int port = await(seven.serve());
            Core copy = java.keyed(written.key());
            Flux<DownloadProgress> download = JavaPeer.grownTo(copy, BLOCKS)
                    .thenMany(copy.download(BlockRange.of(0, BLOCKS)))
                    .cache();
            try (NodePeer six = node(NodeSet.V6, "six")) {
                await(six.connect(port));
                NodeCore replica = six.keyed(written.key());
                await(replica.awaitLength(BLOCKS).then(replica.download(BLOCKS)));
                await(six.disconnect());
                java.connect(await(six.serve()));
                java.connect(port);
                await(download.filter(progress -> progress.done() > 0).next());
            }
            await(download.then());
            Same.content(copy, source);
        }
    }

    /** Version 10 knows none of version 2. */
    @Test
    void coresOfTheSecondManifestVersionGoBothWaysWithNode7() {
        KeyPair owner = Ed25519.fromSeed(new byte[32]);
        try (JavaPeer java = java();
                NodePeer node = node(NodeSet.V7)) {
            Core source = java.core(
                    CoreOptions.of(Manifest.single(2, owner.publicKey())).withSigners(List.of(new LocalSigner(owner))));
            await(source.append(Blocks.made("java", 0, 30, 10)));
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex());
            await(copy.awaitLength(30).then(copy.download(30)));
            Same.content(source, copy);
            NodeCore there = node.owned(Ed25519.fromSeed(HexFormat.of().parseHex("5e".repeat(32))), 2);
            NodeInfo written = await(there.appendMade("node", 0, 30, 10, 30));
            Core here = java.keyed(written.key());
            JavaPeer.download(here, 30);
            Same.content(here, there);
            assertThat(here.manifest().version()).isEqualTo(2);
        }
    }
}
