package io.corestore.storage.corestore6;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.ByteRange;
import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.storage.FileStorage;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.Operation;
import io.corestore.storage.test.crash.Operation.Truncated;
import io.corestore.storage.test.crash.Operation.Written;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zeros that small commits find ahead of them, and where they end. */
final class RoomAheadTest {
    private static final int SLOTS = 8192;
    private final IoScheduler io = IoScheduler.create("room", 2);
    private final CrashFs fs = CrashFs.create();
    private final CoreStorage storage =
            FileStorage.at(fs.path("/store"), StorageOptions.on(io)).block();
    private final TestCore core = new TestCore(1);
    private final StoredCore stored = storage.create(core.seed()).block();

    RoomAheadTest() {
        stored.load().block();
    }

    @AfterEach
    void dispose() {
        storage.close().block();
        io.dispose();
    }

    @ParameterizedTest
    @ValueSource(strings = {"oplog", "data"})
    void commitsOneByOneSeldomMakeAFileGrow(String file) {
        appendOneByOne(200);

        assertThat(growths(file)).isBetween(2, 12);
        assertThat(room(file)).isNotEmpty().containsOnly(0);
    }

    @Test
    void aClosedCoreHasNoRoom() {
        appendOneByOne(200);
        assertThat(size("data")).isGreaterThan(200);
        stored.close().block();

        assertThat(size("data")).isEqualTo(200);
        assertThat(size("oplog")).isEqualTo(SLOTS);
    }

    @Test
    void whatIsLoggedIsFoundBeforeTheRoomWhichIsCutOffThere() {
        appendOneByOne(9);
        CrashFs left = fs.copy();
        CoreStorage killed = open(left);
        StoredCore again = killed.open(core.discoveryKey()).block();

        assertThat(again.load().block().present()).containsExactly(BlockRange.of(0, 9));
        assertThat(size(left, "oplog")).isLessThan(size("oplog")).isGreaterThan(SLOTS);
        killed.close().block();
    }

    @Test
    void blocksGoOnInTheRoomThatAKilledProcessLeft() {
        appendOneByOne(100);
        assertThat(size("data")).isGreaterThan(100);
        CrashFs left = fs.copy();
        CoreStorage killed = open(left);
        StoredCore again = killed.open(core.discoveryKey()).block();
        again.load().block();

        for (int i = 100; i < 300; i++) {
            again.commit(core.append("y"), Durability.SYNC).block();
        }

        assertThat(content(again, 300)).isEqualTo("x".repeat(100) + "y".repeat(200));
        killed.close().block();
        assertThat(size(left, "data")).isEqualTo(300);
    }

    @Test
    void largeBlocksGetNone() {
        appendOneByOne(100);
        stored.commit(core.append(List.of(new byte[100_000])), Durability.SYNC).block();

        assertThat(size("data")).isEqualTo(100_100);
    }

    @Test
    void blocksFarBehindTheEndGetNone() {
        CoreCommit five = core.append("a", "b", "c", "d", "e");
        stored.commit(
                        CoreCommit.to(five.head())
                                .ancestors(0)
                                .nodes(five.nodes())
                                .blocks(five.blocks().subList(3, 4))
                                .add(BlockRange.of(3, 4))
                                .build(),
                        Durability.SYNC)
                .block();

        assertThat(size("data")).isEqualTo(4);
    }

    @Test
    void aCompactedFileGrowsAnewFromItsEnd() {
        appendOneByOne(100);
        stored.checkpoint(core.head()).block();
        stored.compact(List.of(new ByteRange(0, 100))).block();
        assertThat(stored.sizes().block().data()).isEqualTo(100);
        appendOneByOne(10);

        assertThat(stored.sizes().block().data()).isGreaterThan(110);
        assertThat(content(stored, 110)).isEqualTo("x".repeat(110));
        stored.close().block();
        assertThat(size("data")).isEqualTo(110);
    }

    @Test
    void whatATruncationLeftBehindTheEndStays() {
        appendOneByOne(100);
        stored.commit(core.truncate(50), Durability.SYNC).block();
        stored.commit(core.append("y"), Durability.SYNC).block();
        stored.close().block();

        assertThat(size("data")).isEqualTo(100);
    }

    private CoreStorage open(CrashFs files) {
        return FileStorage.at(files.path("/store"), StorageOptions.on(io)).block();
    }

    private void appendOneByOne(int count) {
        for (int i = 0; i < count; i++) {
            stored.commit(core.append("x"), Durability.SYNC).block();
        }
    }

    /** So many blocks of one byte each. */
    private static String content(StoredCore core, int length) {
        int[] lengths = IntStream.generate(() -> 1).limit(length).toArray();
        StringBuilder content = new StringBuilder();
        for (ByteBuffer block : core.readBlocks(0, 0, lengths).block()) {
            content.append((char) block.get(0));
        }
        return content.toString();
    }

    private long size(String file) {
        return size(fs, file);
    }

    private static long size(CrashFs files, String file) {
        return size(files.operations(), file);
    }

    /** The size of a file after these operations. */
    private static long size(List<Operation> operations, String file) {
        long size = 0;
        for (Operation operation : operations) {
            if (operation.path().endsWith("/" + file)) {
                size = after(operation, size);
            }
        }
        return size;
    }

    private static long after(Operation operation, long size) {
        if (operation instanceof Written write) {
            return Math.max(size, write.position() + write.bytes().length);
        }
        return operation instanceof Truncated cut ? cut.size() : size;
    }

    private int growths(String file) {
        long[] sizes = IntStream.rangeClosed(0, fs.position())
                .mapToLong(count -> size(fs.operations().subList(0, count), file))
                .filter(size -> size > SLOTS || !file.equals("oplog"))
                .toArray();
        return (int) IntStream.range(1, sizes.length)
                .filter(i -> sizes[i] > sizes[i - 1])
                .count();
    }

    /** What the longest write left behind the bytes it was for. */
    private byte[] room(String file) {
        byte[] bytes = fs.operations().stream()
                .filter(operation -> operation.path().endsWith("/" + file) && operation instanceof Written)
                .map(write -> ((Written) write).bytes())
                .filter(written -> written.length != SLOTS)
                .max(Comparator.comparingInt(written -> written.length))
                .orElseThrow();
        return Arrays.copyOfRange(bytes, bytes.length / 2 + 1, bytes.length);
    }
}
