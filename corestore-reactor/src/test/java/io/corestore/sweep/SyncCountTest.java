package io.corestore.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.Durability;
import io.corestore.reactor.Corestores;
import io.corestore.reactor.Pipe;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.storage.FileStorage;
import io.corestore.storage.test.crash.CrashFs;
import io.corestore.storage.test.crash.Operation.Forced;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** How often what users do waits for the disk: the README's figures. */
final class SyncCountTest {
    private final IoScheduler io = IoScheduler.create("syncs", 2);
    private final CrashFs fs = CrashFs.create();
    private final Corestore store = Corestores.on(
                    FileStorage.at(fs.path("/store"), StorageOptions.on(io)).block(Life.SOON))
            .open()
            .block(Life.SOON);

    @AfterEach
    void close() {
        store.close().block(Life.SOON);
        io.dispose();
    }

    @Test
    void countsOfEachOperation() {
        int opening = fs.position();
        assertThat(syncs(0, opening))
                .as("identity and its folder")
                .containsExactly("/", "primary-key temporary", "store", "store");
        Core core = store.get("log").block(Life.SOON);
        assertThat(files(opening)).as("creation of a core").containsExactly("oplog.tmp", "oplog");
        core.append(block()).block(Life.SOON); // makes the file of blocks
        assertThat(during(core.append(block()))).as("append").containsExactly("data", "oplog");
        assertThat(during(group(core, 1_000))).as("appends that wait together").hasSizeBetween(2, 40);
        assertThat(during(core.append(List.of(block()), Durability.BUFFERED)))
                .as("first buffered append")
                .containsExactly("data", "oplog");
        assertThat(during(core.append(List.of(block()), Durability.BUFFERED)))
                .as("buffered append")
                .isEmpty();
        assertThat(during(core.sync())).as("sync").containsExactly("data", "oplog");
        assertThat(during(core.setUserData("k", block()))).as("user data").containsExactly("oplog");
        assertThat(during(core.clear(BlockRange.of(0, 1)))).as("clear").containsExactly("oplog");
        during(core.truncate(4));
        assertThat(during(core.truncate(3)))
                .as("truncate, which is a checkpoint too")
                .containsExactly("oplog", "bitfield", "tree", "oplog", "oplog");
    }

    @Test
    void countsOfDownloads() {
        try (Origin origin = new Origin(io)) {
            Core copy = store.get(origin.core.key()).block(Life.SOON);
            int before = fs.position();
            Disposable link = Pipe.join(store, origin.store);
            copy.download(BlockRange.of(0, Origin.BLOCKS.size())).blockLast(Life.SOON);
            link.dispose();
            assertThat(files(before))
                    .as("what arrives together is committed together")
                    .hasSizeBetween(2, 6 + 2 * Origin.BLOCKS.size());
        }
    }

    private static Mono<Void> group(Core core, int count) {
        return Mono.when(
                IntStream.range(0, count).mapToObj(i -> core.append(block())).toList());
    }

    private static ByteBuffer block() {
        return Life.bytes(1, 100);
    }

    private List<String> during(Mono<?> work) {
        int before = fs.position();
        work.block(Life.SOON);
        return files(before);
    }

    /** The files that were synced since then. */
    private List<String> files(int position) {
        return syncs(position, fs.position()).stream()
                .filter(name -> List.of("data", "oplog", "oplog.tmp", "tree", "bitfield")
                        .contains(name))
                .toList();
    }

    private List<String> syncs(int from, int to) {
        return fs.operations().subList(from, to).stream()
                .filter(Forced.class::isInstance)
                .map(forced -> forced.path().substring(forced.path().lastIndexOf('/') + 1))
                .map(name -> name.startsWith("primary-key.") ? "primary-key temporary" : name.isEmpty() ? "/" : name)
                .toList();
    }
}
