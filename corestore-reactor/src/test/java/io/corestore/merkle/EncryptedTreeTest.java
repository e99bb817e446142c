package io.corestore.merkle;

import static io.corestore.encoding.VectorFile.hash;
import static io.corestore.encoding.VectorFile.hex;
import static io.corestore.encoding.VectorFile.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.crypto.BlockEncryption;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.TreeSigner;
import io.corestore.encoding.VectorFile;
import io.corestore.key.CoreKey;
import io.corestore.key.EncryptionKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The complete cores, block hashes and seeks of {@code core-encryption.json}: what is hashed is the stored form. */
class EncryptedTreeTest {
    private static final JsonNode VECTORS = VectorFile.read("core-encryption");
    private static final TreeHasher HASHER = new TreeHasher();
    private static final KeyPair KEY_PAIR = Ed25519.fromSeed(seed());

    private static byte[] seed() {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) 1);
        return seed;
    }

    @TestFactory
    Stream<DynamicTest> leafIsTheHashOfTheStoredForm() {
        return rows(VECTORS.get("blocks"))
                .map(row -> DynamicTest.dynamicTest(
                        row.get("index") + " " + row.get("leafHash"),
                        () -> assertThat(HASHER.leafHash(bytes(row.get("stored"))))
                                .isEqualTo(hash(row.get("leafHash")))));
    }

    @TestFactory
    Stream<DynamicTest> treeAndSignatureCoverTheStoredForm() {
        return rows(VECTORS.get("cores"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    Tree tree = batch(row).tree();
                    assertThat(tree.byteLength())
                            .isEqualTo(row.get("treeByteLength").asLong());
                    assertThat(tree.byteLength() - BlockEncryption.PADDING * tree.length())
                            .isEqualTo(row.get("reportedByteLength").asLong());
                    assertSigned(row, row, tree);
                }));
    }

    @TestFactory
    Stream<DynamicTest> blockAppendedAfterATruncateBearsTheNewFork() {
        return rows(VECTORS.get("cores"))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> {
                    JsonNode after = row.get("afterTruncate");
                    TreeBatch first = batch(row);
                    NodeMap nodes = NodeMap.of(first.nodes());
                    Tree cut = first.tree().truncated(2, after.get("fork").asLong(), nodes);
                    ByteBuffer stored = encryption(row).encrypt(2, cut.fork(), utf8("after truncate"));
                    assertThat(stored).isEqualTo(bytes(after.get("stored")));
                    TreeBatch second = TreeBatch.of(cut, HASHER);
                    second.append(stored);
                    assertSigned(row, after, second.tree());
                }));
    }

    @TestFactory
    Stream<DynamicTest> seekCountsPlainBytes() {
        return rows(VECTORS.get("cores"))
                .flatMap(row -> rows(row.get("seeks"))
                        .map(seek -> DynamicTest.dynamicTest(
                                row.get("name").asString() + " " + seek.get("bytes"), () -> checkSeek(row, seek))));
    }

    private static void checkSeek(JsonNode row, JsonNode seek) {
        TreeBatch batch = batch(row);
        JsonNode result = seek.get("result");
        SeekResult expected = result.isNull()
                ? new SeekResult.Beyond()
                : new SeekResult.Found(result.get(0).asLong(), result.get(1).asLong());
        assertThat(Seeker.of(batch.tree(), seek.get("bytes").asLong(), BlockEncryption.PADDING)
                        .run(NodeMap.of(batch.nodes())))
                .isEqualTo(expected);
    }

    private static void assertSigned(JsonNode row, JsonNode state, Tree tree) {
        CoreKey key = new CoreKey(hash(row.get("key")));
        Manifest manifest = Manifest.single(1, KEY_PAIR.publicKey());
        assertThat(tree.treeHash()).isEqualTo(hash(state.get("treeHash")));
        assertThat(TreeSigner.of(key, manifest, KEY_PAIR).sign(tree.treeHash(), tree.length(), tree.fork()))
                .isEqualTo(hex(state.get("signature")));
    }

    /** The blocks of a core, encrypted here; they are those recorded. */
    private static TreeBatch batch(JsonNode row) {
        TreeBatch batch = TreeBatch.of(Tree.empty(0), HASHER);
        List<ByteBuffer> plain =
                rows(row.get("plain")).map(EncryptedTreeTest::bytes).toList();
        for (int i = 0; i < plain.size(); i++) {
            ByteBuffer stored = encryption(row).encrypt(i, 0, plain.get(i));
            assertThat(stored).isEqualTo(bytes(row.get("stored").get(i)));
            assertThat(encryption(row).decrypt(i, stored)).isEqualTo(plain.get(i));
            batch.append(stored);
        }
        return batch;
    }

    private static BlockEncryption encryption(JsonNode row) {
        return BlockEncryption.of(
                EncryptionKey.of(hex(row.get("encryptionKey"))),
                new CoreKey(hash(row.get("key"))),
                row.get("compat").asBoolean());
    }

    private static ByteBuffer bytes(JsonNode hex) {
        return ByteBuffer.wrap(hex(hex));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
