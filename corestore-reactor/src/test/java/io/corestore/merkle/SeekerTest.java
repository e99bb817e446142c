package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The seeks and byte offsets of {@code core-tree-nodes.json}. */
class SeekerTest {
    private static final Tree TREE = RecordedCore.tree(33);

    @TestFactory
    Stream<DynamicTest> blockOfABytePosition() {
        return rows(RecordedCore.NODES.get("seeks"))
                .map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
                    JsonNode result = row.get("result");
                    SeekResult expected = result.isNull()
                            ? new SeekResult.Beyond()
                            : new SeekResult.Found(
                                    result.get(0).asLong(), result.get(1).asLong());
                    assertThat(Seeker.of(TREE, row.get("bytes").asLong(), 0).run(RecordedCore.LOOKUP))
                            .isEqualTo(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> byteOffsetOfABlock() {
        return LongStream.range(0, 33)
                .mapToObj(block -> DynamicTest.dynamicTest("block " + block, () -> {
                    long expected = RecordedCore.NODES
                            .get("byteOffsets")
                            .get((int) block)
                            .asLong();
                    assertThat(ByteOffset.of(TREE, 2 * block).run(RecordedCore.LOOKUP))
                            .isEqualTo(expected);
                }));
    }

    @Test
    void seekThroughUnknownNodesNamesTheBlocksInQuestion() {
        assertThat(Seeker.of(RecordedCore.tree(8), 100, 0).run(index -> null))
                .isEqualTo(new SeekResult.Unresolved(0, 8));
        assertThat(Seeker.of(RecordedCore.tree(8), 100, 0).run(index -> index == 3 ? RecordedCore.LOOKUP.get(3) : null))
                .isEqualTo(new SeekResult.Unresolved(4, 8));
    }

    @Test
    void emptyCoreHasOnlyPositionZero() {
        assertThat(Seeker.of(Tree.empty(0), 0, 0).run(index -> null)).isEqualTo(new SeekResult.Found(0, 0));
        assertThat(Seeker.of(Tree.empty(0), 1, 0).run(index -> null)).isEqualTo(new SeekResult.Beyond());
    }
}
