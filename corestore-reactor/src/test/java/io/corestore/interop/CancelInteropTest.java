package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.message.Message;
import java.util.function.LongSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;

/** Reads that are given up are cancelled at the other side, and the connection goes on as if they had not been. */
@RequiresNode
class CancelInteropTest extends TwoPeers {
    private static final int BLOCKS = 400;
    private static final int SIZE = 20_000;
    private static final int TIMES = 5;

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaCancelsAtNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("cancel");
            NodeInfo written = await(source.appendMade("node", 0, BLOCKS, SIZE, 50));
            java.connect(await(node.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.awaitLength(copy, BLOCKS);
            LongSupplier cancelled = java.traffic().sent(Message.Cancel.class::isInstance);
            for (int i = 0; i < TIMES; i++) {
                await(Flux.range(0, BLOCKS).flatMap(copy::get, BLOCKS).next());
            }
            assertThat(cancelled.getAsLong()).isPositive();
            await(copy.download(BlockRange.of(0, BLOCKS)).then());
            Same.content(copy, source);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void nodeCancelsAtJava(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            Core source = java.named("cancel");
            await(source.append(Blocks.made("java", 0, BLOCKS, SIZE)));
            LongSupplier cancelled = java.traffic().received(Message.Cancel.class::isInstance);
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex());
            await(copy.awaitLength(BLOCKS));
            for (int i = 0; i < TIMES; i++) {
                await(copy.giveUp(0, BLOCKS));
            }
            await(copy.download(BLOCKS));
            Same.content(source, copy);
            assertThat(cancelled.getAsLong()).isPositive();
        }
    }
}
