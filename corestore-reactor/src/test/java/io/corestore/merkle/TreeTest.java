package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSignable;
import io.corestore.crypto.TreeSigner;
import io.corestore.encoding.TreeNode;
import io.corestore.encoding.VectorFile;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Every node of {@code core-tree-nodes.json} and every state of {@code core-tree-signatures.json}. */
class TreeTest {
    private static final JsonNode SIGNATURES = RecordedCore.SIGNATURES;
    private static final TreeHasher HASHER = new TreeHasher();
    private static final KeyPair KEY_PAIR = Ed25519.fromSeed(seed());

    private static byte[] seed() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 1);
        return seed;
    }

    @TestFactory
    Stream<DynamicTest> batchOfAnySizeMakesTheRecordedNodes() {
        return IntStream.rangeClosed(0, 33)
                .mapToObj(cut -> DynamicTest.dynamicTest("33 blocks cut at " + cut, () -> {
                    TreeBatch first = append(Tree.empty(0), 0, cut);
                    TreeBatch second = append(first.tree(), cut, 33);
                    assertThat(second.tree()).isEqualTo(RecordedCore.tree(33));
                    List<TreeNode> all = Stream.concat(first.nodes().stream(), second.nodes().stream())
                            .toList();
                    assertThat(all)
                            .hasSize(64)
                            .allSatisfy(node -> assertThat(node).isEqualTo(RecordedCore.LOOKUP.get(node.index())));
                    assertThat(second.nodes()).isSortedAccordingTo((a, b) -> Long.compare(a.index(), b.index()));
                }));
    }

    @TestFactory
    Stream<DynamicTest> signedBytesAndSignatureOfALength() {
        return rows(SIGNATURES.get("lengths"))
                .flatMap(row -> Stream.of("v1", "v0", "compat")
                        .map(mode -> DynamicTest.dynamicTest(
                                mode + " " + row.get("length").asString(), () -> check(row, mode))));
    }

    @TestFactory
    Stream<DynamicTest> legacySignatureIsNotThatOfACompatCore() {
        CoreKey key = new CoreKey(hash(SIGNATURES.get("keys").get("legacy")));
        Manifest manifest = Manifest.single(1, KEY_PAIR.publicKey());
        return rows(SIGNATURES.get("lengths"))
                .filter(row -> row.get("length").asLong() > 0)
                .map(row -> DynamicTest.dynamicTest(row.get("length").asString(), () -> {
                    byte[] signature = hex(row.get("signature").get("legacy"));
                    assertThat(Ed25519.verify(
                                    KEY_PAIR.publicKey(),
                                    signature,
                                    hex(row.get("signable").get("legacy"))))
                            .isTrue();
                    Tree tree = RecordedCore.tree(row.get("length").asLong());
                    assertThat(TreeVerifier.verify(key, manifest, tree, ByteBuffer.wrap(signature)))
                            .isFalse();
                }));
    }

    @TestFactory
    Stream<DynamicTest> cutTreeIsTheShorterOne() {
        return IntStream.rangeClosed(0, 33)
                .mapToObj(length -> DynamicTest.dynamicTest("33 cut to " + length, () -> {
                    Tree cut = RecordedCore.tree(33).truncated(length, 1, RecordedCore.LOOKUP);
                    assertThat(cut).isEqualTo(RecordedCore.tree(length).withFork(1));
                }));
    }

    @TestFactory
    Stream<DynamicTest> hashesOfLeavesParentsAndRoots() {
        JsonNode tree = VectorFile.read("hashing").get("tree");
        Stream<DynamicTest> leaves = rows(tree.get("leaf"))
                .map(row -> DynamicTest.dynamicTest(
                        "leaf " + row.get("data"),
                        () -> assertThat(HASHER.leafHash(ByteBuffer.wrap(hex(row.get("data")))))
                                .isEqualTo(hash(row.get("hash")))));
        Stream<DynamicTest> parents = rows(tree.get("parent"))
                .map(row -> DynamicTest.dynamicTest(
                        "parent " + row.get("hash"),
                        () -> assertThat(HASHER.parent(
                                                RecordedCore.node(row.get("left")), RecordedCore.node(row.get("right")))
                                        .hash())
                                .isEqualTo(hash(row.get("hash")))));
        Stream<DynamicTest> roots = rows(tree.get("root"))
                .map(row -> DynamicTest.dynamicTest(
                        "roots " + row.get("hash"),
                        () -> assertThat(HASHER.treeHash(rows(row.get("roots"))
                                        .map(RecordedCore::node)
                                        .toList()))
                                .isEqualTo(hash(row.get("hash")))));
        return Stream.of(leaves, parents, roots).flatMap(tests -> tests);
    }

    @Test
    void emptyTreeAndEmptyBlockHaveTheRecordedHashes() {
        JsonNode constants = VectorFile.read("core-constants");
        assertThat(Tree.empty(0).treeHash()).isEqualTo(hash(constants.get("emptyTreeHash")));
        assertThat(HASHER.leafHash(ByteBuffer.allocate(0))).isEqualTo(hash(constants.get("emptyBlockLeafHash")));
    }

    @Test
    void nodesThatAreNoRootsAreRefused() {
        List<TreeNode> leaf = List.of(RecordedCore.LOOKUP.require(2));
        assertThatThrownBy(() -> Tree.of(0, leaf)).isInstanceOf(IllegalArgumentException.class);
        List<TreeNode> root = List.of(RecordedCore.LOOKUP.require(0));
        assertThatThrownBy(() -> new Tree(0, 1, 7, root)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutWithoutTheNewRootsNamesTheMissingNode() {
        assertThatThrownBy(() -> RecordedCore.tree(33).truncated(5, 1, index -> null))
                .isInstanceOf(MissingNodeException.class)
                .hasMessageContaining("node 3 ");
    }

    @Test
    void sizesBeyondAllLimitsAreRefused() {
        long large = (1L << 53) - 1;
        TreeNode left = new TreeNode(0, large, Hash.ZERO);
        assertThatThrownBy(() -> HASHER.parent(left, new TreeNode(2, 1, Hash.ZERO)))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void onlyDeclaredSignersWithASecretSign() {
        KeyPair stranger = Ed25519.fromSeed(new byte[32]);
        assertThatThrownBy(() -> TreeSigner.of(RecordedCore.KEY, RecordedCore.MANIFEST, stranger))
                .isInstanceOf(NotWritableException.class);
        KeyPair publicOnly = KeyPair.publicOnly(KEY_PAIR.publicKey());
        assertThatThrownBy(() -> TreeSigner.of(RecordedCore.KEY, RecordedCore.MANIFEST, publicOnly))
                .isInstanceOf(NotWritableException.class);
    }

    private static TreeBatch append(Tree tree, int from, int to) {
        TreeBatch batch = TreeBatch.of(tree, HASHER);
        LongStream.range(from, to).forEach(block -> batch.append(RecordedCore.BLOCKS.get((int) block)));
        return batch;
    }

    private static void check(JsonNode row, String mode) {
        long length = row.get("length").asLong();
        Tree tree = RecordedCore.tree(length);
        CoreKey key = new CoreKey(hash(SIGNATURES.get("keys").get(mode)));
        Manifest manifest = Manifest.single(mode.equals("v0") ? 0 : 1, KEY_PAIR.publicKey());
        assertThat(tree.byteLength()).isEqualTo(row.get("byteLength").asLong());
        assertThat(tree.treeHash()).isEqualTo(hash(row.get("treeHash")));
        assertThat(TreeSignable.of(key, manifest, 0, tree.treeHash(), length, 0))
                .isEqualTo(hex(row.get("signable").get(mode)));
        if (length > 0) {
            byte[] signature = TreeSigner.of(key, manifest, KEY_PAIR).sign(tree.treeHash(), length, 0);
            assertThat(signature).isEqualTo(hex(row.get("signature").get(mode)));
            assertThat(TreeVerifier.verify(key, manifest, tree, ByteBuffer.wrap(signature)))
                    .isTrue();
            assertThat(TreeVerifier.verify(key, manifest, tree.withFork(1), ByteBuffer.wrap(signature)))
                    .isFalse();
        }
    }
}
