package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.key.CoreKey;
import io.corestore.key.EncryptionKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypted cores: passed on by a store that has no key, and exchanged with those who have it. */
@RequiresNode
class BlindInteropTest extends TwoPeers {
    private static final byte[] SECRET = HexFormat.of().parseHex("5e".repeat(32));
    private static final Map<String, ?> WITH_KEY =
            Map.of("encryptionKey", HexFormat.of().formatHex(SECRET));

    private static final Map<String, ?> MANIFEST_CORES = Map.of("compat", false, "manifestVersion", 1);

    @ParameterizedTest
    @CsvSource({"V6, V6", "V7, V7", "V6, V7", "V7, V6"})
    void aStoreWithoutTheKeyPassesACoreOnFromNodeToNode(NodeSet writerSet, NodeSet readerSet) {
        try (JavaPeer java = java()) {
            NodeInfo written = written(writerSet, java);
            List<ByteBuffer> plain = plain();
            Core copy = java.keyed(written.key());
            mustBeBlind(JavaPeer.blocks(copy), plain);
            try (NodePeer reader = node(readerSet, "reader")) {
                await(reader.connect(java.serve()));
                NodeCore read = reader.keyed(written.key(), WITH_KEY);
                await(read.awaitLength(plain.size()));
                assertThat(await(read.read(0, plain.size()))).isEqualTo(plain);
                assertThat(await(read.info()).treeHash()).isEqualTo(written.treeHash());
            }
        }
    }

    /** An encrypted core of a Node that ends once all of it is in the Java store. */
    private NodeInfo written(NodeSet set, JavaPeer java) {
        try (NodePeer writer = NodePeer.at(set, folder.resolve("writer"), MANIFEST_CORES)) {
            NodeCore source = writer.named("secret", WITH_KEY);
            NodeInfo written = await(source.appendMade("first", 0, 50, 100, 7)
                    .then(source.truncate(30)) // blocks are encrypted with the fork they belong to
                    .then(source.appendMade("second", 0, 40, 33, 40)));
            java.connect(await(writer.serve()));
            Core copy = java.keyed(written.key());
            JavaPeer.awaitFork(copy, 1, 70);
            assertThat(JavaPeer.download(copy, 70).treeHash().toHex()).isEqualTo(written.treeHash());
            return written;
        }
    }

    private static List<ByteBuffer> plain() {
        List<ByteBuffer> plain = new ArrayList<>(Blocks.made("first", 0, 30, 100));
        plain.addAll(Blocks.made("second", 0, 40, 33));
        return plain;
    }

    private static void mustBeBlind(List<ByteBuffer> stored, List<ByteBuffer> plain) {
        assertThat(stored).hasSameSizeAs(plain);
        for (int i = 0; i < stored.size(); i++) {
            assertThat(stored.get(i).remaining()).isEqualTo(plain.get(i).remaining() + 8);
            assertThat(stored.get(i).duplicate().position(8)).isNotEqualTo(plain.get(i));
        }
    }

    /** Not of a compat core by corestore 7, which cannot decrypt one that it learns from a peer (spec page 15). */
    @ParameterizedTest
    @CsvSource({"V6, COMPAT", "V6, MANIFEST_1", "V7, MANIFEST_1"})
    void nodeReadsAnEncryptedCoreOfAJavaWriter(NodeSet set, KeyFormat format) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            Core source = java.core(
                    CoreOptions.named("secret").withKeyFormat(format).withEncryption(EncryptionKey.of(SECRET)));
            await(source.append(Blocks.made("first", 0, 50, 100))
                    .then(source.truncate(30))
                    .then(source.append(Blocks.made("second", 0, 40, 33))));
            await(node.connect(java.serve()));
            NodeCore copy = node.keyed(source.key().toHex(), WITH_KEY);
            await(copy.awaitLength(70));
            assertThat(await(copy.read(0, 70))).isEqualTo(plain());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void javaReadsAnEncryptedCoreOfNode(NodeSet set) {
        try (JavaPeer java = java();
                NodePeer node = node(set)) {
            NodeCore source = node.named("secret", WITH_KEY);
            NodeInfo written = await(source.appendMade("first", 0, 50, 100, 7)
                    .then(source.truncate(30))
                    .then(source.appendMade("second", 0, 40, 33, 40)));
            java.connect(await(node.serve()));
            Core copy =
                    java.core(CoreOptions.keyed(CoreKey.parse(written.key())).withEncryption(EncryptionKey.of(SECRET)));
            JavaPeer.download(copy, 70);
            assertThat(JavaPeer.blocks(copy)).isEqualTo(plain());
        }
    }
}
