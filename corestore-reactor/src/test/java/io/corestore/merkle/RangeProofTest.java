package io.corestore.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.encoding.TreeNode;
import io.corestore.key.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every run of every length of the recorded core. */
class RangeProofTest {
    private final TreeHasher hasher = new TreeHasher();

    @TestFactory
    Stream<DynamicTest> everyRunOfALengthIsFoundAndVerified() {
        return LongStream.rangeClosed(1, 33)
                .mapToObj(length -> DynamicTest.dynamicTest(length + " blocks", () -> {
                    Tree tree = RecordedCore.tree(length);
                    for (long start = 0; start < length; start++) {
                        for (long end = start + 1; end <= length; end++) {
                            check(RangeProof.of(tree, start, end), start, end);
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> anyWrongBlockOrNodeIsNoticed() {
        return LongStream.rangeClosed(1, 33)
                .mapToObj(length -> DynamicTest.dynamicTest(length + " blocks", () -> {
                    Tree tree = RecordedCore.tree(length);
                    for (long start = 0; start < length; start++) {
                        checkWrong(RangeProof.of(tree, start, Math.min(length, start + 3)), start);
                    }
                }));
    }

    @Test
    void missingNodeIsNamed() {
        RangeProof proof = RangeProof.of(RecordedCore.tree(8), 2, 3);
        assertThat(proof.nodes()).containsExactly(1, 4, 6, 11);
        List<TreeNode> stored = nodes(proof);
        stored.remove(2);
        assertThatThrownBy(() -> proof.byteOffset(stored))
                .isInstanceOfSatisfying(
                        MissingNodeException.class,
                        missing -> assertThat(missing.index()).isEqualTo(6));
    }

    @Test
    void runBeyondTheTreeIsRefused() {
        Tree tree = RecordedCore.tree(8);
        assertThatThrownBy(() -> RangeProof.of(tree, 8, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RangeProof.of(tree, 3, 3)).isInstanceOf(IllegalArgumentException.class);
    }

    private void check(RangeProof proof, long start, long end) {
        assertThat(proof.nodes()).isSorted().doesNotHaveDuplicates();
        List<TreeNode> stored = nodes(proof);
        assertThat(proof.byteOffset(stored))
                .isEqualTo(
                        RecordedCore.NODES.get("byteOffsets").get((int) start).asLong());
        assertThat(proof.lengths(stored))
                .isEqualTo(IntStream.range((int) start, (int) end)
                        .map(block -> RecordedCore.BLOCKS.get(block).remaining())
                        .toArray());
        assertThat(proof.firstDifference(leaves(start, proof), stored)).isEqualTo(-1);
        assertThat(proof.verify(leaves(start, proof), stored, hasher)).isTrue();
    }

    private void checkWrong(RangeProof proof, long start) {
        List<TreeNode> stored = nodes(proof);
        for (int i = 0; i < proof.count(); i++) {
            Hash[] leaves = leaves(start, proof);
            leaves[i] = Hash.ZERO;
            assertThat(proof.firstDifference(leaves, stored)).isEqualTo(start + i);
            assertThat(proof.verify(leaves, stored, hasher)).isFalse();
        }
        for (int i = 0; i < stored.size(); i++) {
            List<TreeNode> wrong = new ArrayList<>(stored);
            TreeNode node = stored.get(i);
            wrong.set(i, new TreeNode(node.index(), node.size() + 1, node.hash()));
            assertThat(proof.verify(leaves(start, proof), wrong, hasher)).isFalse();
            boolean leaf =
                    node.index() % 2 == 0 && node.index() >= 2 * start && node.index() < 2 * (start + proof.count());
            wrong.set(i, new TreeNode(node.index(), node.size(), Hash.ZERO));
            assertThat(proof.verify(leaves(start, proof), wrong, hasher)).isEqualTo(leaf);
        }
        assertThat(Collections.max(stored, (a, b) -> Long.compare(a.index(), b.index())))
                .isEqualTo(stored.get(stored.size() - 1));
    }

    private Hash[] leaves(long start, RangeProof proof) {
        return IntStream.range(0, proof.count())
                .mapToObj(i -> hasher.leafHash(RecordedCore.BLOCKS.get((int) start + i)))
                .toArray(Hash[]::new);
    }

    private static List<TreeNode> nodes(RangeProof proof) {
        List<TreeNode> nodes = new ArrayList<>();
        for (long index : proof.nodes()) {
            nodes.add(RecordedCore.LOOKUP.require(index));
        }
        return nodes;
    }
}
