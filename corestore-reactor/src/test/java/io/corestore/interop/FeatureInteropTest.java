package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.core.LocalSigner;
import io.corestore.crypto.Ed25519;
import io.corestore.key.EncryptionKey;
import io.corestore.key.KeyPair;
import io.corestore.key.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What touches the folder or a hash, written here and read by Node's corestore 6, and the other way round. */
@RequiresNode
class FeatureInteropTest {
    private static final List<byte[]> SEEDS = IntStream.range(1, 4)
            .mapToObj(i -> {
                byte[] seed = new byte[32];
                seed[0] = (byte) i;
                return seed;
            })
            .toList();
    private static final byte[] SECRET = new byte[32];

    @TempDir
    Path folder;

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void clearedCoresAreTheSame() {
        CoreInfo written;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            await(core.append(Blocks.made("java", 0, 100, 500)));
            await(core.clear(BlockRange.of(10, 20)).then(core.clear(BlockRange.of(90, 100))));
            await(core.compact());
            written = await(core.info());
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("log");
            NodeInfo seen = await(core.info());
            Same.log(written, seen);
            assertThat(seen.contiguousLength()).isEqualTo(10);
            assertThat(await(core.has(0, 10))).isTrue();
            assertThat(await(core.has(19, 20))).isFalse();
            assertThat(await(core.read(20, 90))).isEqualTo(Blocks.made("java", 20, 70, 500));
            await(core.appendMade("node", 0, 10, 500, 10).then(core.clear(50, 60)));
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            assertThat(core.length()).isEqualTo(110);
            assertThat(await(core.has(BlockRange.of(20, 50)))).isTrue();
            assertThat(await(core.has(50))).isFalse();
            assertThat(await(core.has(BlockRange.of(60, 90)))).isTrue();
            assertThat(await(core.read(BlockRange.of(100, 110)).collectList()))
                    .isEqualTo(Blocks.made("node", 0, 10, 500));
        }
    }

    @Test
    void coresTruncatedHereAreTheSameInNode() {
        CoreInfo written;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            await(core.append(Blocks.made("a", 0, 300, 50)));
            await(core.truncate(211).then(core.append(Blocks.made("b", 0, 20, 70))));
            await(core.truncate(220, 9));
            written = await(core.info());
            Core empty = java.named("emptied");
            await(empty.append(Blocks.made("a", 0, 5, 50)).then(empty.truncate(0)));
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("log");
            Same.log(written, await(core.info()));
            assertThat(await(core.read(205, 220)).subList(6, 15)).isEqualTo(Blocks.made("b", 0, 9, 70));
            assertThat(await(core.append(Blocks.made("node", 0, 1, 3))).fork()).isEqualTo(9);
            assertThat(await(node.named("emptied").append(Blocks.made("node", 0, 1, 3)))
                            .fork())
                    .isEqualTo(1);
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            assertThat(java.named("log").length()).isEqualTo(221);
            assertThat(java.named("emptied").length()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPAT", "MANIFEST_1"})
    void encryptedCoresAreTheSame(KeyFormat format) {
        CoreInfo written;
        CoreOptions options =
                CoreOptions.named("secret").withKeyFormat(format).withEncryption(EncryptionKey.of(SECRET));
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.core(options);
            await(core.append(Blocks.made("java", 0, 9, 100)).then(core.truncate(5)));
            await(core.append(Blocks.made("again", 0, 9, 100)));
            written = await(core.info());
        }
        Map<String, ?> store = format == KeyFormat.COMPAT ? Map.of() : Map.of("compat", false, "manifestVersion", 1);
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder, store)) {
            NodeCore core =
                    node.named("secret", Map.of("encryptionKey", HexFormat.of().formatHex(SECRET)));
            Same.log(written, await(core.info()));
            assertThat(await(core.read(5, 14))).isEqualTo(Blocks.made("again", 0, 9, 100));
            await(core.appendMade("node", 0, 5, 10, 5));
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            assertThat(JavaPeer.blocks(java.core(options)).subList(14, 19)).isEqualTo(Blocks.made("node", 0, 5, 10));
        }
    }

    @Test
    void coresOfSeveralSignersAreTheSame() {
        List<KeyPair> pairs = SEEDS.stream().map(Ed25519::fromSeed).toList();
        Manifest manifest = Manifest.builder()
                .quorum(2)
                .signers(pairs.stream().map(KeyPair::publicKey).toList())
                .build();
        CoreOptions options = CoreOptions.of(manifest)
                .withSigners(List.of(new LocalSigner(pairs.get(0)), new LocalSigner(pairs.get(2))));
        CoreInfo written;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.core(options);
            await(core.append(Blocks.made("java", 0, 9, 100)));
            written = await(core.info());
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.of(Map.of(
                    "version", 1,
                    "quorum", 2,
                    "signers",
                            pairs.stream().map(pair -> pair.publicKey().toHex()).toList()));
            Same.log(written, await(core.info()));
            NodeInfo extended = await(core.appendSigned(
                    Blocks.made("node", 0, 4, 50),
                    Map.of(
                            1,
                            HexFormat.of().formatHex(SEEDS.get(1)),
                            2,
                            HexFormat.of().formatHex(SEEDS.get(2)))));
            assertThat(extended.length()).isEqualTo(13);
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.core(options);
            assertThat(JavaPeer.blocks(core).subList(9, 13)).isEqualTo(Blocks.made("node", 0, 4, 50));
            await(core.append(Blocks.made("java", 0, 1, 1)));
        }
    }

    @Test
    void staticCoresAreReadByNodeFromTheFolder() {
        CoreInfo written;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core source = java.named("source");
            await(source.append(Blocks.made("java", 0, 9, 100)));
            Core fixed = await(java.store().staticify(source));
            written = await(fixed.info());
            await(fixed.close());
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.keyed(written.key().toHex());
            NodeInfo seen = await(core.info());
            Same.log(written, seen);
            assertThat(seen.writable()).isFalse();
            assertThat(await(core.read(0, 9))).isEqualTo(Blocks.made("java", 0, 9, 100));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V6", "V7"})
    void staticAndMultiSignerCoresAreFetchedByNode(NodeSet set) {
        List<KeyPair> pairs = SEEDS.stream().map(Ed25519::fromSeed).toList();
        Manifest manifest = Manifest.builder()
                .quorum(2)
                .signers(pairs.stream().map(KeyPair::publicKey).toList())
                .build();
        try (JavaPeer java = JavaPeer.at(folder.resolve("java"));
                NodePeer node = NodePeer.at(set, folder.resolve("node"))) {
            Core signed = java.core(CoreOptions.of(manifest)
                    .withSigners(List.of(new LocalSigner(pairs.get(0)), new LocalSigner(pairs.get(1)))));
            await(signed.append(Blocks.made("java", 0, 9, 100)));
            Core fixed = await(java.store().staticify(signed));
            await(node.connect(java.serve()));
            for (Core core : List.of(signed, fixed)) {
                NodeCore copy = node.keyed(core.key().toHex());
                await(copy.awaitLength(9));
                assertThat(await(copy.read(0, 9))).isEqualTo(Blocks.made("java", 0, 9, 100));
                Same.log(await(core.info()), await(copy.info()));
            }
            await(fixed.close());
        }
    }

    @Test
    void userDataIsTheSame() {
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            await(core.setUserData("from", utf8("java")).then(core.append(Blocks.made("java", 0, 1, 1))));
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            NodeCore core = node.named("log");
            assertThat(await(core.userData("from"))).isEqualTo(utf8("java"));
            await(core.setUserData("to", utf8("node")));
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            assertThat(await(core.userData("to"))).isEqualTo(utf8("node"));
            assertThat(await(core.userData("from"))).isEqualTo(utf8("java"));
        }
    }

    @Test
    void purgedCoresAreGoneOnBothSides() {
        String kept;
        String purged;
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("purged-here");
            purged = core.key().toHex();
            kept = java.named("kept").key().toHex();
            await(core.append(Blocks.made("a", 0, 5, 5)).then(core.purge()));
        }
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            Map<String, ?> existing = Map.of("createIfMissing", false);
            assertThat(await(node.named("kept", existing).info()).key()).isEqualTo(kept);
            assertThat(node.named("purged-here", existing)
                            .info()
                            .onErrorReturn(NodeException.class, none())
                            .block())
                    .isEqualTo(none());
            NodeCore other = node.named("purged-there");
            await(other.appendMade("node", 0, 5, 5, 5));
            await(other.purge());
        }
        try (JavaPeer java = JavaPeer.at(folder)) {
            assertThat(await(java.store().list().map(core -> core.key().toHex()).collectList()))
                    .contains(kept)
                    .doesNotContain(purged)
                    .hasSize(1);
        }
    }

    private static NodeInfo none() {
        return new NodeInfo("", "", 0, 0, 0, 0, false, "", 0);
    }
}
