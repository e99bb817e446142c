package io.corestore.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.error.StorageFailedException;
import io.corestore.key.CoreKey;
import io.corestore.spi.UserData;
import io.corestore.storage.test.Fixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

/** Folders that Node left, whole, crashed and corrupt, as a store opens them; and damage done to our own. */
class RecoveryTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyRecordedFolderOpensAsItWasLeft() {
        return Fixture.names().stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path path = Fixture.of(name).unpack(Files.createDirectory(folder.resolve(name)));
                    verify(Fixture.of(name), path);
                    verify(Fixture.of(name), path); // what was repaired stays as it is
                }));
    }

    private static void verify(Fixture fixture, Path path) {
        Corestore store = Corestores.open(path).block(SOON);
        for (JsonNode core : fixture.cores()) {
            JsonNode state = core.path("carefulReader").isMissingNode() ? core : core.path("carefulReader");
            CoreKey key = CoreKey.parse((state.path("key").isMissingNode() ? core : state)
                    .path("key")
                    .asString());
            CoreOptions options = CoreOptions.keyed(key).withCreateIfMissing(false);
            if (state.path("length").isMissingNode()) {
                Class<? extends Throwable> error =
                        core.path("nodeOpenError").asString().equals("OPLOG_CORRUPT")
                                ? CoreCorruptException.class
                                : CoreNotFoundException.class;
                store.get(options).as(StepVerifier::create).verifyError(error);
            } else {
                verify(store.get(options).block(SOON), core, state);
            }
        }
        store.close().block(SOON);
    }

    private static void verify(Core core, JsonNode facts, JsonNode state) {
        CoreInfo info = core.info().block(SOON);
        assertThat(info.length()).isEqualTo(state.path("length").asLong());
        assertThat(info.fork()).isEqualTo(state.path("fork").asLong());
        assertThat(info.byteLength()).isEqualTo(state.path("byteLength").asLong());
        if (info.length() > 0) {
            assertThat(info.treeHash().toHex()).isEqualTo(state.path("treeHash").asString());
        }
        if (facts.has("writable")) {
            boolean doubted = core.userData(UserData.DOUBT).hasElement().block(SOON);
            assertThat(info.writable()).isEqualTo(facts.path("writable").asBoolean() && !doubted);
        }
        long missing = 0;
        while (missing < info.length() && state.path("blocks").has(Long.toString(missing))) {
            missing++;
        }
        assertThat(info.contiguousLength()).isEqualTo(missing);
        state.path("blocks").properties().forEach(block -> {
            long index = Long.parseLong(block.getKey());
            if (index < info.length() && !block.getValue().isNull()) {
                ByteBuffer read = core.get(index, ReadOptions.LOCAL).block(SOON);
                byte[] bytes = new byte[read.remaining()];
                read.get(bytes);
                assertThat(HexFormat.of().formatHex(bytes))
                        .isEqualTo(block.getValue().asString());
            }
        });
    }

    private Path written() throws IOException {
        Corestore store = Corestores.open(folder.resolve("own")).block(SOON);
        store.use(CoreOptions.named("one"), core -> core.append(Blocks.sized(100, 50)))
                .blockLast(SOON);
        store.use(CoreOptions.named("two"), core -> core.append(Blocks.sized(100, 50)))
                .blockLast(SOON);
        store.close().block(SOON);
        return folder.resolve("own");
    }

    private static Path fileOf(Path store, String name, String file) {
        Corestore opened = Corestores.at(store).readOnly(true).open().block(SOON);
        String id = opened.use(CoreOptions.named(name), Core::info)
                .blockLast(SOON)
                .discoveryKey()
                .toHex();
        opened.close().block(SOON);
        return store.resolve(Path.of("cores", id.substring(0, 2), id.substring(2, 4), id, file));
    }

    private static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void damagedBlockIsAnErrorToItsReadersAlone() throws IOException {
        Path path = written();
        flip(fileOf(path, "one", "data"), 42 * 50 + 7);
        Corestore store = Corestores.open(path).block(SOON);
        Core core = store.get("one").block(SOON);
        core.get(42).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        assertThat(core.get(41).block(SOON)).isEqualTo(Blocks.sized(42, 50).get(41));
        assertThat(core.read(BlockRange.of(43, 100)).count().block(SOON)).isEqualTo(57);
        assertThat(store.get("two").block(SOON).read(BlockRange.all()).count().block(SOON))
                .isEqualTo(100);
        store.close().block(SOON);
    }

    @Test
    void damagedTreeNodeIsComputedAnew() throws IOException {
        Path path = written();
        Path tree = fileOf(path, "one", "tree");
        byte[] right = Files.readAllBytes(tree);
        flip(tree, 40 * 5 + 20); // the hash of node 5, over blocks 2 and 3
        Corestore store = Corestores.open(path).block(SOON);
        Core core = store.get("one").block(SOON);
        assertThat(core.get(0).block(SOON)).isEqualTo(Blocks.sized(1, 50).get(0));
        assertThat(core.get(2).block(SOON)).isEqualTo(Blocks.sized(3, 50).get(2));
        assertThat(core.has(BlockRange.of(0, 100)).block(SOON)).isTrue();
        store.close().block(SOON);
        assertThat(Files.readAllBytes(tree)).isEqualTo(right);
    }

    @Test
    void storeThatOnlyReadsDeliversNoWrongBytesAndMendsNothing() throws IOException {
        Path path = written();
        Path tree = fileOf(path, "one", "tree");
        flip(tree, 40 * 5 + 20);
        flip(fileOf(path, "one", "data"), 42 * 50 + 7);
        byte[] wrong = Files.readAllBytes(tree);
        Corestore store = Corestores.at(path).readOnly(true).open().block(SOON);
        Core core = store.get(CoreOptions.named("one").withWritable(false)).block(SOON);
        core.get(0).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        core.get(42).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        core.get(42).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        assertThat(core.get(2).block(SOON)).isEqualTo(Blocks.sized(3, 50).get(2));
        store.close().block(SOON);
        assertThat(Files.readAllBytes(tree)).isEqualTo(wrong);
    }

    @Test
    void damagedRootIsComputedAnew() throws IOException {
        Path path = written();
        Path tree = fileOf(path, "one", "tree");
        byte[] right = Files.readAllBytes(tree);
        flip(tree, 40 * 63 + 20); // a root of 100 blocks
        flip(tree, 40 * 159 + 3); // the size of another
        Corestore store = Corestores.open(path).block(SOON);
        assertThat(store.get("one")
                        .block(SOON)
                        .read(BlockRange.all())
                        .collectList()
                        .block(SOON))
                .isEqualTo(Blocks.sized(100, 50));
        store.close().block(SOON);
        assertThat(Files.readAllBytes(tree)).isEqualTo(right);
    }

    @Test
    void damagedRootAboveOtherDamageKeepsTheCoreShutAndOthersOpen() throws IOException {
        Path path = written();
        Path tree = fileOf(path, "one", "tree");
        for (int node : new int[] {0, 1, 3, 7, 15, 31, 63}) { // all above block 0, up to a root of 100 blocks
            flip(tree, 40 * node + 20);
        }
        Corestore store = Corestores.open(path).block(SOON);
        store.get("one").as(StepVerifier::create).verifyError(CoreCorruptException.class);
        assertThat(store.get("two").block(SOON).length()).isEqualTo(100);
        store.close().block(SOON);
    }

    @Test
    void shortDataFileIsAnErrorToItsReadersAlone() throws IOException {
        Path path = written();
        Path data = fileOf(path, "one", "data");
        Files.write(data, List.of(), StandardOpenOption.TRUNCATE_EXISTING);
        Corestore store = Corestores.open(path).block(SOON);
        store.get("one").block(SOON).get(3).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        assertThat(store.get("two").block(SOON).read(BlockRange.all()).count().block(SOON))
                .isEqualTo(100);
        store.close().block(SOON);
    }

    @Test
    void lostIdentityIsNeverMadeAnewBesideCores() throws IOException {
        Path path = written();
        for (byte[] left : new byte[][] {{}, {1, 2, 3}}) {
            Files.write(path.resolve("primary-key"), left);
            Corestores.open(path).as(StepVerifier::create).verifyError(StorageFailedException.class);
            assertThat(Files.readAllBytes(path.resolve("primary-key"))).isEqualTo(left);
        }
        Files.delete(path.resolve("primary-key"));
        Corestores.open(path).as(StepVerifier::create).verifyError(StorageFailedException.class);
    }
}
