package io.corestore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.encoding.FlatTree;
import io.corestore.encoding.TreeNode;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.key.Manifest;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.spi.StoredHead;
import io.corestore.spi.UserData;
import io.corestore.storage.format.Header;
import io.corestore.storage.format.HeaderPosition;
import io.corestore.storage.format.OplogImage;
import io.corestore.storage.format.ReorgHint;
import io.corestore.storage.test.Fixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** Stores that Node wrote, whole and as its crashes left them. */
final class FixtureTest {
    private static final HexFormat HEX = HexFormat.of();
    private final IoScheduler io = IoScheduler.create("fixtures", 2);

    @TempDir
    private Path folder;

    static Stream<Fixture> fixtures() {
        return Fixture.names().stream().map(Fixture::of);
    }

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void readsWhatNodeWroteAndKeepsItThroughACheckpoint(Fixture fixture) throws IOException {
        Path store = fixture.unpack(folder);
        for (int round = 0; round < 3; round++) {
            CoreStorage storage = FileStorage.at(store, StorageOptions.on(io)).block();
            assertThat(storage.identity(() -> new byte[32]).block())
                    .isEqualTo(HEX.parseHex(fixture.facts().get("primaryKey").asString()));
            for (JsonNode facts : fixture.cores()) {
                if (isReadable(facts)) {
                    checkCore(storage, facts, store, round);
                } else {
                    checkUnreadable(storage, facts);
                }
            }
            checkList(storage, fixture);
            storage.close().block();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aReadOnlyStorageChangesNothing(Fixture fixture) throws IOException {
        Path store = fixture.unpack(folder);
        Map<String, String> before = snapshot(store);
        CoreStorage storage =
                FileStorage.at(store, StorageOptions.on(io).withReadOnly(true)).block();
        for (JsonNode facts : fixture.cores()) {
            if (isReadable(facts)) {
                StoredCore core = storage.open(discoveryKey(facts)).block();
                checkLoaded(core, core.load().block(), facts);
                core.close().block();
            } else {
                checkUnreadable(storage, facts);
            }
        }
        checkList(storage, fixture);
        storage.close().block();

        assertThat(snapshot(store)).isEqualTo(before);
    }

    @Test
    void eighteenOfNodesCrashesAreRecoveredAndOneWasTooEarlyToLeaveACore() {
        Map<Boolean, List<String>> crashes = Fixture.names().stream()
                .filter(name -> name.matches("v6-(crash|cut|flip)-.*"))
                .collect(Collectors.partitioningBy(
                        name -> Fixture.of(name).cores().stream().allMatch(FixtureTest::isReadable)));
        assertThat(crashes.get(true)).hasSize(18);
        assertThat(crashes.get(false)).containsExactly("v6-crash-first-header-torn");
    }

    private static void checkCore(CoreStorage storage, JsonNode facts, Path store, int round) throws IOException {
        StoredCore core = storage.open(discoveryKey(facts)).block();
        LoadedCore loaded = core.load().block();
        checkLoaded(core, loaded, facts);
        if (round > 0) {
            assertThat(loaded.recovered()).isFalse();
        } else if (loaded.recovered()) {
            CoreHead head = loaded.head();
            JsonNode hash = expected(facts).get("treeHash");
            Hash rootHash = head.length() == 0 ? null : Hash.fromHex(hash.asString());
            assertThat(head.rootHash()).isIn(null, rootHash);
            core.checkpoint(new CoreHead(
                            head.fork(), head.length(), rootHash, head.signature(), head.contiguousLength()))
                    .block();
            checkLoaded(core, null, facts);
        }
        core.close().block();
        checkFiles(store.resolve(facts.get("dir").asString()), facts, loaded);
    }

    private static void checkLoaded(StoredCore core, LoadedCore loaded, JsonNode facts) {
        JsonNode expected = expected(facts);
        if (loaded != null) {
            checkState(loaded, expected, facts);
        }
        checkBlocks(core, loaded, expected);
    }

    private static void checkState(LoadedCore loaded, JsonNode expected, JsonNode facts) {
        assertThat(loaded.key().toHex()).isEqualTo(expected.get("key").asString());
        assertThat(loaded.head().length()).isEqualTo(expected.get("length").asLong());
        assertThat(loaded.head().fork()).isEqualTo(expected.get("fork").asLong());
        assertThat(hex(loaded.head().signature())).isEqualTo(text(expected.get("signature")));
        assertThat(loaded.roots()).isEqualTo(nodes(expected.get("roots")));
        assertThat(loaded.roots().stream().mapToLong(TreeNode::size).sum())
                .isEqualTo(expected.get("byteLength").asLong());
        assertThat(loaded.userData().entrySet().stream()
                        .filter(datum -> !datum.getKey().equals(UserData.DOUBT)) // see DoubtTest
                        .collect(Collectors.toMap(Map.Entry::getKey, datum -> hex(datum.getValue()))))
                .isEqualTo(expected.get("userData")
                        .propertyStream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, datum -> datum.getValue().asString())));
        assertThat(loaded.present().stream()
                        .flatMapToLong(range -> LongStream.range(range.start(), range.end()))
                        .boxed()
                        .toList())
                .isEqualTo(List.copyOf(blocks(expected).keySet()));
        long firstMissing =
                loaded.present().isEmpty() || loaded.present().get(0).start() > 0
                        ? 0
                        : loaded.present().get(0).end();
        assertThat(loaded.head().contiguousLength()).isEqualTo(firstMissing);
        if (facts.hasNonNull("manifest")) {
            checkManifest(loaded.manifest(), facts.get("manifest"));
        } else if (facts.has("manifest")) {
            assertThat(loaded.manifest()).isNull();
        }
        if (facts.hasNonNull("storedKeyPair")) {
            String secret = facts.get("storedKeyPair").path("secretKey").asString("");
            assertThat(loaded.keyPair().publicKey().toHex())
                    .isEqualTo(facts.get("storedKeyPair").get("publicKey").asString());
            assertThat(
                            loaded.keyPair().hasSecretKey()
                                    ? HEX.formatHex(loaded.keyPair().secretKey())
                                    : "")
                    .isEqualTo(secret);
        } else if (facts.has("storedKeyPair")) {
            assertThat(loaded.keyPair()).isNull();
        }
    }

    private static void checkManifest(Manifest manifest, JsonNode expected) {
        assertThat(manifest.version()).isEqualTo(expected.get("version").asInt());
        assertThat(manifest.quorum()).isEqualTo(expected.get("quorum").asInt());
        assertThat(manifest.allowPatch()).isEqualTo(expected.get("allowPatch").asBoolean());
        assertThat(manifest.signers().stream()
                        .map(signer -> signer.publicKey().toHex())
                        .toList())
                .isEqualTo(expected.get("signers")
                        .valueStream()
                        .map(signer -> signer.get("publicKey").asString())
                        .toList());
    }

    private static void checkBlocks(StoredCore core, LoadedCore loaded, JsonNode expected) {
        List<TreeNode> roots = nodes(expected.get("roots"));
        blocks(expected).forEach((index, hex) -> {
            TreeNode leaf = core.readNodes(new long[] {2 * index}).block().get(0);
            assertThat(leaf.size()).isEqualTo(hex.length() / 2);
            long offset = byteOffset(core, roots, index);
            List<ByteBuffer> bytes = core.readBlocks(index, offset, new int[] {(int) leaf.size()})
                    .block();
            assertThat(hex(bytes.get(0))).isEqualTo(hex);
        });
        for (BlockRange range : loaded == null ? List.<BlockRange>of() : loaded.present()) {
            checkRun(core, byteOffset(core, roots, range.start()), range, expected);
        }
    }

    private static void checkRun(StoredCore core, long offset, BlockRange range, JsonNode expected) {
        List<String> hexes =
                List.copyOf(blocks(expected).subMap(range.start(), range.end()).values());
        int[] lengths = hexes.stream().mapToInt(hex -> hex.length() / 2).toArray();
        assertThat(core.readBlocks(range.start(), offset, lengths).block().stream()
                        .map(FixtureTest::hex)
                        .toList())
                .isEqualTo(hexes);
    }

    /** As an engine finds it: the sizes of the roots before, then those of left siblings on the way down. */
    private static long byteOffset(StoredCore core, List<TreeNode> roots, long index) {
        long offset = 0;
        for (TreeNode root : roots) {
            if (!FlatTree.covers(root.index(), 2 * index)) {
                offset += root.size();
                continue;
            }
            long node = root.index();
            while (node != 2 * index) {
                if (FlatTree.covers(FlatTree.leftChild(node), 2 * index)) {
                    node = FlatTree.leftChild(node);
                } else {
                    offset += core.readNodes(new long[] {FlatTree.leftChild(node)})
                            .block()
                            .get(0)
                            .size();
                    node = FlatTree.rightChild(node);
                }
            }
            return offset;
        }
        throw new IllegalArgumentException("no block " + index);
    }

    private static void checkFiles(Path core, JsonNode facts, LoadedCore loaded) throws IOException {
        long length = loaded.head().length();
        byte[] oplog = Files.readAllBytes(core.resolve("oplog"));
        OplogImage image = OplogImage.read(oplog);
        if (loaded.recovered()) {
            assertThat(oplog).hasSize(OplogImage.ENTRIES);
        }
        if (image.header() instanceof Header header
                && facts.hasNonNull("reorgHints")
                && image.groups().isEmpty()) {
            assertThat(header.reorgs()).isEqualTo(reorgs(facts.get("reorgHints")));
        }
        assertThat(image.header()).isInstanceOfAny(Header.class, HeaderPosition.class);
        Path tree = core.resolve("tree");
        if (Files.exists(tree) && loaded.recovered()) {
            byte[] nodes = Files.readAllBytes(tree);
            assertThat(nodes.length).isLessThanOrEqualTo((int) Math.max(0, 40 * (2 * length - 1)));
            for (int i = 0; i < nodes.length / 40; i++) {
                if (FlatTree.rightSpan(i) >= 2 * length && facts.path("fork").asInt(1) > 0) {
                    assertThat(java.util.Arrays.copyOfRange(nodes, 40 * i, 40 * i + 40))
                            .as("node %s", i)
                            .containsOnly(0);
                }
            }
        }
    }

    private static void checkUnreadable(CoreStorage storage, JsonNode facts) {
        boolean missing = facts.get("nodeOpenError").asString().equals("STORAGE_EMPTY");
        storage.open(discoveryKey(facts))
                .flatMap(core -> core.load()
                        .onErrorResume(failed -> core.close().then(reactor.core.publisher.Mono.error(failed))))
                .as(StepVerifier::create)
                .expectErrorSatisfies(failed -> {
                    assertThat(failed)
                            .isInstanceOf(missing ? CoreNotFoundException.class : CoreCorruptException.class)
                            .hasMessageContaining(facts.get("discoveryKey").asString());
                })
                .verify();
    }

    private static void checkList(CoreStorage storage, Fixture fixture) {
        assertThat(storage.list().collectList().block())
                .extracting(StoredHead::discoveryKey, StoredHead::length, StoredHead::fork)
                .containsExactlyInAnyOrderElementsOf(fixture.cores().stream()
                        .filter(FixtureTest::isReadable)
                        .map(facts -> org.assertj.core.groups.Tuple.tuple(
                                discoveryKey(facts),
                                expected(facts).get("length").asLong(),
                                expected(facts).get("fork").asLong()))
                        .toList());
    }

    private static boolean isReadable(JsonNode facts) {
        return !facts.has("nodeOpenError") || facts.has("carefulReader");
    }

    private static JsonNode expected(JsonNode facts) {
        return facts.has("carefulReader") ? facts.get("carefulReader") : facts;
    }

    private static DiscoveryKey discoveryKey(JsonNode facts) {
        return DiscoveryKey.parse(facts.get("discoveryKey").asString());
    }

    private static TreeMap<Long, String> blocks(JsonNode expected) {
        TreeMap<Long, String> blocks = new TreeMap<>();
        expected.get("blocks")
                .propertyStream()
                .forEach(block -> blocks.put(Long.valueOf(block.getKey()), text(block.getValue())));
        return blocks;
    }

    private static List<TreeNode> nodes(JsonNode nodes) {
        return nodes.valueStream()
                .map(node -> new TreeNode(
                        node.get("index").asLong(),
                        node.get("size").asLong(),
                        Hash.fromHex(node.get("hash").asString())))
                .toList();
    }

    private static List<ReorgHint> reorgs(JsonNode hints) {
        List<ReorgHint> reorgs = new ArrayList<>();
        hints.forEach(hint -> reorgs.add(new ReorgHint(
                hint.get("from").asLong(),
                hint.get("to").asLong(),
                hint.get("ancestors").asLong())));
        return reorgs;
    }

    private static String text(JsonNode node) {
        return node == null || node.isNull() ? "" : node.asString();
    }

    private static String hex(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return HEX.formatHex(copy);
    }

    private static Map<String, String> snapshot(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.collect(Collectors.toMap(Path::toString, FixtureTest::content));
        }
    }

    private static String content(Path file) {
        try {
            return Files.isDirectory(file)
                    ? ""
                    : new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
