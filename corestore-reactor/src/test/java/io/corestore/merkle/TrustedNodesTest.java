package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.TreeNode;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is known may change while nodes are read: others read too. */
final class TrustedNodesTest {
    private final TreeBatch batch = TreeBatch.of(Tree.of(0, List.of()), new TreeHasher());
    private final Map<Long, TreeNode> all;

    TrustedNodesTest() {
        for (byte block = 0; block < 4; block++) {
            batch.append(ByteBuffer.wrap(new byte[] {block}));
        }
        all = batch.nodes().stream().collect(Collectors.toMap(TreeNode::index, Function.identity()));
    }

    @Test
    void nodeThatIsKnownByNowNeedsNotBeRead() {
        TrustedNodes check = TrustedNodes.of(batch.tree(), new long[] {0}, all::get, new TreeHasher());
        assertThat(check.needs()).isEmpty();
        check.answer(NodeMap.of(List.of()));
        assertThat(check.result()).containsExactly(all.get(0L));
        assertThat(check.suspect()).isNegative();
    }

    @Test
    void nodeThatWasKnownWhenTheReadBeganStillCounts() {
        Map<Long, TreeNode> known = new HashMap<>(Map.of(1L, all.get(1L)));
        TrustedNodes check = TrustedNodes.of(batch.tree(), new long[] {0}, known::get, new TreeHasher());
        known.clear();
        assertThat(check.needs()).containsExactly(0, 2);
        check.answer(all::get);
        assertThat(check.result()).containsExactlyInAnyOrder(all.get(0L), all.get(2L));
    }

    @Test
    void wrongNodeIsSuspectedAndNotTold() {
        TrustedNodes check = TrustedNodes.of(batch.tree(), new long[] {0}, index -> null, new TreeHasher());
        check.answer(index -> index == 2 ? all.get(0L) : all.get(index));
        assertThat(check.result()).containsExactlyInAnyOrder(all.get(1L), all.get(5L));
        assertThat(check.suspect()).isZero();
    }
}
