package io.corestore.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import io.corestore.merkle.NodeLookup;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

final class NodesTest {
    private static final long[] INDEX = {4};
    private final Sinks.One<List<TreeNode>> slowRead = Sinks.one();
    private final Nodes nodes = new Nodes(new EmptyCore() {
        @Override
        public Mono<List<TreeNode>> readNodes(long[] indexes) {
            return slowRead.asMono();
        }
    });

    @Test
    void nodesReadBeforeATruncationDoNotReplaceThoseWrittenAfterIt() {
        nodes.load(INDEX).subscribe();
        nodes.clear();
        nodes.add(List.of(node(2)));
        slowRead.tryEmitValue(List.of(node(1)));

        assertThat(loaded().get(4)).isEqualTo(node(2));
    }

    @Test
    void nodesReadWithoutATruncationAreKept() {
        nodes.load(INDEX).subscribe();
        slowRead.tryEmitValue(List.of(node(1)));

        assertThat(loaded().get(4)).isEqualTo(node(1));
    }

    /** An old node that is used again is put among the young ones, but not behind a truncation. */
    @Test
    void aFullCacheKeepsTheGenerationUsedLast() {
        NodeCache cache = new NodeCache(2);
        for (long index = 0; index < 5; index++) {
            cache.putAll(List.of(new TreeNode(index, 1, Hash.of(new byte[32]))));
        }

        assertThat(cache.get(0)).isNull();
        assertThat(cache.get(2)).isNotNull();
        assertThat(cache.get(4)).isNotNull();
        cache.clear();
        assertThat(cache.get(4)).isNull();
    }

    private NodeLookup loaded() {
        return nodes.load(INDEX).block();
    }

    private static TreeNode node(int fill) {
        byte[] hash = new byte[32];
        hash[0] = (byte) fill;
        return new TreeNode(4, 1, Hash.of(hash));
    }
}
