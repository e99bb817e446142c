package io.corestore.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import io.corestore.merkle.NodeLookup;
import io.corestore.merkle.Tree;
import io.corestore.merkle.TreeBatch;
import io.corestore.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

final class NodesTest {
    private static final long[] INDEX = {0};
    private final TreeBatch first = batch(0, "a", "b");
    private final TreeBatch second = batch(1, "c", "d");
    private final AtomicReference<Tree> tree = new AtomicReference<>(first.tree());
    private final Sinks.One<List<TreeNode>> slowRead = Sinks.one();
    private final Nodes nodes = new Nodes(
            tree::get,
            new EmptyCore() {
                @Override
                public Mono<List<TreeNode>> readNodes(long[] indexes) {
                    return slowRead.asMono();
                }
            },
            suspect -> {});

    @Test
    void nodesReadBeforeATruncationDoNotReplaceThoseWrittenAfterIt() {
        nodes.load(INDEX).subscribe();
        nodes.clear(1);
        nodes.add(second.nodes());
        tree.set(second.tree());
        slowRead.tryEmitValue(leaves(first));

        assertThat(loaded().get(0)).isEqualTo(second.nodes().get(0));
    }

    @Test
    void nodesReadWhileTheTreeIsReplacedAreNotThoseOfTheNextFork() {
        nodes.clear(1);
        nodes.load(INDEX).subscribe();
        nodes.add(second.nodes());
        slowRead.tryEmitValue(leaves(first));
        tree.set(second.tree());

        assertThat(loaded().get(0)).isEqualTo(second.nodes().get(0));
    }

    @Test
    void nodesReadWithoutATruncationAreKept() {
        nodes.load(INDEX).subscribe();
        slowRead.tryEmitValue(leaves(first));

        assertThat(loaded().get(0)).isEqualTo(first.nodes().get(0));
    }

    @Test
    void aFullCacheKeepsTheGenerationUsedLast() {
        NodeCache cache = new NodeCache(2);
        for (long index = 0; index < 5; index++) {
            cache.putAll(List.of(new TreeNode(index, 1, Hash.of(new byte[32]))));
        }

        assertThat(cache.get(0)).isNull();
        assertThat(cache.get(2)).isNotNull();
        assertThat(cache.get(4)).isNotNull();
    }

    private NodeLookup loaded() {
        return nodes.load(INDEX).block();
    }

    private static TreeBatch batch(long fork, String... blocks) {
        TreeBatch batch = TreeBatch.of(Tree.of(fork, List.of()), new TreeHasher());
        for (String block : blocks) {
            batch.append(ByteBuffer.wrap(block.getBytes(StandardCharsets.UTF_8)));
        }
        return batch;
    }

    private static List<TreeNode> leaves(TreeBatch batch) {
        return batch.nodes().stream().filter(node -> (node.index() & 1) == 0).toList();
    }
}
