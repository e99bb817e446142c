package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.message.Message;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads that are given up before they are answered are cancelled at the other side, and the connection goes on as if they had not been. */
@RequiresNode
class CancelInteropTest extends TwoPeers {
    private static final int BLOCKS = 400;
    private static final int SIZE = 2_000;
    private static final int TIMES = 5;

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaCancelsAtNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            java.traffic().canBeHeld();
            NodeCore source = node.named("cancel");
            NodeInfo written = await(source.appendMade("node", 0, BLOCKS, SIZE, 50));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.awaitLength(copy, BLOCKS);
            for (int i = 0; i < TIMES; i++) {
                Runnable release = java.traffic().hold();
                Mono<Message> asked = java.traffic().firstSent(Message.Request.class::isInstance);
                Mono<Message> cancelled = java.traffic().firstSent(Message.Cancel.class::isInstance);
                await(Flux.range(0, BLOCKS)
                        .flatMap(copy::get, BLOCKS)
                        .takeUntilOther(asked)
                        .then());
                await(cancelled);
                release.run();
            }
            await(copy.download(BlockRange.of(0, BLOCKS)).then());
            Same.content(copy, source);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeCancelsAtJava(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            java.traffic().canBeHeld();
            Core source = java.named("cancel");
            await(source.append(Blocks.made("java", 0, BLOCKS, SIZE)));
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex());
            await(copy.awaitLength(BLOCKS));
            for (int i = 0; i < TIMES; i++) {
                Runnable release = java.traffic().hold();
                Mono<Message> asked = java.traffic().firstReceived(Message.Request.class::isInstance);
                Mono<Message> cancelled = java.traffic().firstReceived(Message.Cancel.class::isInstance);
                await(copy.startReads(0, BLOCKS));
                await(asked);
                await(copy.giveUpReads());
                await(cancelled);
                release.run();
            }
            await(copy.download(BLOCKS));
            Same.content(source, copy);
        }
    }
}
