package io.corestore.storage.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.error.StorageFailedException;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.FileStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** What blocks given up take on disk: nothing, once holes are punched or the file is compacted. */
@EnabledIf("canMeasure")
final class SpaceTest {
    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS = 16;
    private final IoScheduler io = IoScheduler.create("space", 2);
    private final TestCore core = new TestCore(1);

    @TempDir
    private Path parent;

    private CoreStorage storage;
    private StoredCore stored;

    static boolean canMeasure() {
        return Stream.of("/usr/bin/du", "/bin/du").map(Path::of).anyMatch(Files::isExecutable);
    }

    @BeforeEach
    void fill() {
        storage =
                FileStorage.at(parent.resolve("a store"), StorageOptions.on(io)).block();
        storage.identity(() -> new byte[32]).block();
        open(storage.create(core.seed()).block());
        commit(core.append(
                IntStream.range(0, BLOCKS).mapToObj(i -> filled(i + 1)).toList()));
    }

    @AfterEach
    void close() {
        storage.close().block();
        io.dispose();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @EnabledForJreRange(min = JRE.JAVA_22)
    void clearedBlocksBecomeHoles() throws IOException, InterruptedException {
        assertThat(HolePuncher.instance()).isPresent();
        assertThat(kibibytes()).isGreaterThanOrEqualTo(1024);
        clear();

        assertThat(kibibytes()).isBetween(128L, 200L);
        assertThat(Files.size(data())).isEqualTo((long) BLOCK * BLOCKS);
        assertHolds();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_21)
    void withoutForeignFunctionsClearedBlocksStay() throws IOException, InterruptedException {
        assertThat(HolePuncher.instance()).isEmpty();
        clear();

        assertThat(kibibytes()).isGreaterThanOrEqualTo(1024);
        assertHolds();
    }

    @Test
    void onlyTheBytesGivenUpBecomeZeros() throws IOException {
        Path file = Files.write(parent.resolve("file"), filled(7));
        assumeThat(HolePuncher.instance()).isPresent();

        assertThat(HolePuncher.instance().orElseThrow().punch(file, 100, 4196)).isTrue();
        byte[] left = Files.readAllBytes(file);
        assertThat(left).hasSize(BLOCK);
        assertThat(Arrays.copyOf(left, 100)).containsOnly(7);
        assertThat(Arrays.copyOfRange(left, 100, 4196)).containsOnly(0);
        assertThat(Arrays.copyOfRange(left, 4196, BLOCK)).containsOnly(7);
        assertThat(HolePuncher.instance().orElseThrow().punch(parent.resolve("none"), 0, 1))
                .isFalse();
    }

    @Test
    void aCompactedFileTakesOnlyWhatIsPresent() throws IOException, InterruptedException {
        clear();
        stored.compact(List.of(ByteRange.of(0, BLOCK), ByteRange.of((BLOCKS - 1L) * BLOCK, (long) BLOCK * BLOCKS)))
                .block();

        assertThat(kibibytes()).isBetween(128L, 200L);
        assertThat(Files.size(data())).isEqualTo((long) BLOCK * BLOCKS);
        assertHolds();
    }

    @Test
    void whatACrashLeftOfACompactionGoesAtTheNextOpen() throws IOException {
        stored.close().block();
        Path leftOver = Files.write(data().resolveSibling("data.tmp"), new byte[5]);
        open(storage.open(core.discoveryKey()).block());

        assertThat(leftOver).doesNotExist();
    }

    @Test
    void aCompactionThatFailsLeavesNoFile() throws IOException {
        stored.compact(List.of(ByteRange.of(0, 2L * BLOCK * BLOCKS)))
                .as(StepVerifier::create)
                .verifyError(StorageFailedException.class);

        assertThat(data().resolveSibling("data.tmp")).doesNotExist();
        assertThat(Files.size(data())).isEqualTo((long) BLOCK * BLOCKS);
    }

    /** Gives up all blocks but the first and the last one. */
    private void clear() {
        commit(CoreCommit.to(core.head())
                .drop(BlockRange.of(1, BLOCKS - 1))
                .free(ByteRange.of(BLOCK, (BLOCKS - 1L) * BLOCK))
                .build());
    }

    private void assertHolds() {
        for (int index : new int[] {0, BLOCKS - 1}) {
            assertThat(stored.readBlocks(index, (long) BLOCK * index, new int[] {BLOCK})
                            .block()
                            .get(0)
                            .get(BLOCK / 2))
                    .isEqualTo((byte) (index + 1));
        }
    }

    private void open(StoredCore opened) {
        stored = opened;
        stored.load().block();
    }

    private void commit(CoreCommit commit) {
        stored.commit(commit, Durability.SYNC).block();
    }

    private Path data() {
        String id = core.discoveryKey().toHex();
        return parent.resolve("a store/cores/" + id.substring(0, 2) + "/" + id.substring(2, 4) + "/" + id + "/data");
    }

    private long kibibytes() throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-k", data().toString()).start();
        String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(du.waitFor()).isZero();
        return Long.parseLong(line.split("\\s", 2)[0]);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[BLOCK];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
