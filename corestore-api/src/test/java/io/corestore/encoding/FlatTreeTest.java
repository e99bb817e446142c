package io.corestore.encoding;

import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every row of {@code core-flat-tree.json} but the patches, which are tested with the proofs. */
class FlatTreeTest {
    private static final JsonNode VECTORS = VectorFile.read("core-flat-tree");

    @TestFactory
    Stream<DynamicTest> relationsOfAnIndex() {
        return Stream.concat(rows(VECTORS.get("indexes")), rows(VECTORS.get("largeIndexes")))
                .map(row -> DynamicTest.dynamicTest(row.get("index").asString(), () -> check(row)));
    }

    @TestFactory
    Stream<DynamicTest> rootsOfALength() {
        return rows(VECTORS.get("fullRoots"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("length").asString(),
                        () -> assertThat(FlatTree.roots(row.get("length").asLong()))
                                .isEqualTo(longs(row.get("fullRoots")))));
    }

    private static void check(JsonNode row) {
        long index = row.get("index").asLong();
        assertThat(FlatTree.depth(index)).isEqualTo(row.get("depth").asInt());
        assertThat(FlatTree.offset(index)).isEqualTo(row.get("offset").asLong());
        assertThat(FlatTree.index(FlatTree.depth(index), FlatTree.offset(index)))
                .isEqualTo(index);
        assertThat(FlatTree.parent(index)).isEqualTo(row.get("parent").asLong());
        assertThat(FlatTree.sibling(index)).isEqualTo(row.get("sibling").asLong());
        assertThat(FlatTree.leftSpan(index)).isEqualTo(row.get("leftSpan").asLong());
        assertThat(FlatTree.rightSpan(index)).isEqualTo(row.get("rightSpan").asLong());
        assertThat(FlatTree.covers(FlatTree.parent(index), index)).isTrue();
        assertThat(FlatTree.covers(FlatTree.sibling(index), index)).isFalse();
        if (row.has("countLeaves")) {
            assertThat(FlatTree.blocks(index)).isEqualTo(row.get("countLeaves").asLong());
        }
        if (row.has("leftChild") && row.get("leftChild").asLong() >= 0) {
            assertThat(FlatTree.leftChild(index)).isEqualTo(row.get("leftChild").asLong());
            assertThat(FlatTree.rightChild(index))
                    .isEqualTo(row.get("rightChild").asLong());
        }
    }

    private static long[] longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}
