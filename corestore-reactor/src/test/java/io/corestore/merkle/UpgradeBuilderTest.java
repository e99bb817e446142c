package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.encoding.VectorFile;
import io.corestore.key.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every row of {@code patches} of {@code core-flat-tree.json}: which nodes an upgrade takes and computes, in order. */
class UpgradeBuilderTest {
    @TestFactory
    Stream<DynamicTest> upgradeTakesAndComputesTheRecordedNodes() {
        return rows(VectorFile.read("core-flat-tree").get("patches"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("from") + " to " + row.get("to"),
                        () -> assertThat(patch(
                                        row.get("from").asLong(), row.get("to").asLong()))
                                .containsExactlyElementsOf(rows(row.get("patch"))
                                        .map(JsonNode::asLong)
                                        .toList())));
    }

    private static List<Long> patch(long from, long to) {
        List<TreeNode> roots = LongStream.of(FlatTree.roots(from))
                .mapToObj(UpgradeBuilderTest::node)
                .toList();
        List<TreeNode> taken = new ArrayList<>();
        Climb.upgrade(from, to, index -> taken.add(node(index)));
        UpgradeBuilder builder = new UpgradeBuilder(roots, new TreeHasher());
        builder.extend(to, new NodeQueue(taken, null));
        assertThat(builder.tree(0).length()).isEqualTo(to);
        return builder.nodes().stream().map(TreeNode::index).toList();
    }

    private static TreeNode node(long index) {
        return new TreeNode(index, 1, Hash.ZERO);
    }
}
