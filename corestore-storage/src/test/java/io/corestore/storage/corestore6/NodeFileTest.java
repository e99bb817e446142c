package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.contract.TestCore;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.storage.io.FilePool;
import io.corestore.storage.io.MemoryVolume;
import io.corestore.storage.io.PooledFile;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The tree file, where an older tree was longer. */
final class NodeFileTest {
    private static final int BLOCKS = 20;
    private final MemoryVolume volume = new MemoryVolume();

    @Test
    void nothingOfAnOlderTreeCountsInOneThatGrewPastIt() {
        for (int limit = 0; limit <= BLOCKS; limit++) {
            for (int length = limit; length <= BLOCKS; length++) {
                NodeFile tree = tree("tree of " + limit + ", then " + length);
                tree.blankStale(limit, length);

                assertThat(indexes(tree, length))
                        .as("%s, then %s", limit, length)
                        .isEqualTo(within(limit));
            }
        }
    }

    @Test
    void nothingRightOfTheLengthIsLeft() {
        for (int length = 0; length <= BLOCKS; length++) {
            NodeFile tree = tree("tree of " + length);
            tree.trim(length);

            assertThat(indexes(tree, BLOCKS)).as("%s", length).isEqualTo(within(length));
            assertThat(tree.hasNodesBehind(length)).isFalse();
        }
    }

    /** A power cut may lose the blanks and keep the cut; a tree without all nodes may be short from the start. */
    @Test
    void aParentThatCrossesTheLengthIsFoundInAShortFileToo() {
        for (int length = 1; length < BLOCKS; length++) {
            PooledFile file = new FilePool(8).file(volume, "cut to " + length);
            NodeFile tree = tree(file);
            assertThat(tree.hasNodesBehind(BLOCKS)).isFalse();
            file.truncate(40L * (2 * length - 1));
            int kept = length;
            boolean crosses = LongStream.range(0, 2L * length - 1)
                    .anyMatch(
                            index -> FlatTree.rightSpan(index) >= 2L * kept && FlatTree.rightSpan(index) < 2L * BLOCKS);

            assertThat(tree.hasNodesBehind(length)).as("%s", length).isEqualTo(crosses);
        }
    }

    /** A file with all nodes of many blocks. */
    private NodeFile tree(String name) {
        return tree(new FilePool(8).file(volume, name));
    }

    private static NodeFile tree(PooledFile file) {
        TestCore core = new TestCore(1);
        core.append(LongStream.range(0, BLOCKS).mapToObj(block -> new byte[1]).toList());
        NodeFile tree = new NodeFile(file);
        tree.write(core.nodes().values().stream()
                .sorted(Comparator.comparingLong(TreeNode::index))
                .toList());
        return tree;
    }

    private static List<Long> indexes(NodeFile tree, long length) {
        return tree
                .read(
                        new NodeView(length, NodeView.NO_LIMIT),
                        within(length).stream().mapToLong(i -> i).toArray())
                .stream()
                .map(TreeNode::index)
                .toList();
    }

    private static List<Long> within(long length) {
        return LongStream.range(0, 2L * BLOCKS)
                .filter(index -> FlatTree.rightSpan(index) < 2 * length)
                .boxed()
                .toList();
    }
}
