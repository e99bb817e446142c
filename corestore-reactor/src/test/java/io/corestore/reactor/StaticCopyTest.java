package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.sized;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.error.NotWritableException;
import io.corestore.key.CoreKey;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class StaticCopyTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Corestore store;
    private Core source;

    @BeforeEach
    void open() {
        store = Corestores.open(folder.resolve("one")).block(SOON);
        source = store.get("log").block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    private Core copy() {
        return store.staticify(source).block(SOON);
    }

    @Test
    void copyHasTheBlocksAndIsNamedByThem() {
        source.append(numbered(0, 777)).block(SOON);
        Core copy = copy();
        assertThat(copy.treeHash(777).block(SOON))
                .isEqualTo(source.treeHash(777).block(SOON));
        copy.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(numbered(0, 777))
                .verifyComplete();
        assertThat(copy().key()).isEqualTo(copy.key());
        source.append(utf8("more")).block(SOON);
        assertThat(copy().key()).isNotEqualTo(copy.key());
    }

    @Test
    void nobodyAppendsToIt() {
        source.append(numbered(0, 3)).block(SOON);
        Core copy = copy();
        assertThat(copy.writable()).isFalse();
        copy.append(utf8("x")).as(StepVerifier::create).verifyError(NotWritableException.class);
    }

    @Test
    void coreThatWasTruncatedIsCopiedToo() {
        source.append(sized(20, 100)).block(SOON);
        source.truncate(5).block(SOON);
        source.append(numbered(5, 12)).block(SOON);
        Core copy = copy();
        assertThat(copy.fork()).isZero();
        assertThat(copy.get(11).block(SOON)).isEqualTo(source.get(11).block(SOON));
    }

    @Test
    void onlyStoredBlocksAreCopied() {
        source.append(numbered(0, 10)).block(SOON);
        source.clear(BlockRange.of(3, 5)).block(SOON);
        Core copy = copy();
        assertThat(copy.has(BlockRange.of(0, 3)).block(SOON)).isTrue();
        assertThat(copy.has(3).block(SOON)).isFalse();
        assertThat(copy.has(BlockRange.of(5, 10)).block(SOON)).isTrue();
    }

    @Test
    void copyIsThereAfterReopening() {
        source.append(numbered(0, 40)).block(SOON);
        CoreKey key = copy().key();
        store.close().block(SOON);
        open();
        assertThat(store.get(key).block(SOON).get(39).block(SOON)).isEqualTo(utf8("block 39"));
    }

    @Test
    void copyIsReplicatedWithoutASignature() {
        source.append(numbered(0, 40)).block(SOON);
        Core copy = copy();
        Corestore other = Corestores.open(folder.resolve("two")).block(SOON);
        Core remote = other.get(copy.key()).block(SOON);
        Pipe.join(store, other);
        assertThat(remote.get(25).block(SOON)).isEqualTo(utf8("block 25"));
        other.close().block(SOON);
    }

    @Test
    void emptyCoreCannotBeCopied() {
        store.staticify(source).as(StepVerifier::create).verifyError(IllegalArgumentException.class);
    }

    @Test
    void interruptedCopyIsFinishedByAnother() {
        StorageCalls calls = new StorageCalls();
        Corestore watched = Corestores.open(calls.watch(MemoryStorage.create())).block(SOON);
        List<ByteBuffer> blocks = numbered(0, 500);
        Core log = watched.get("log").block(SOON);
        log.append(blocks).block(SOON);
        for (String step : List.of("create", "load", "commit", "commit")) {
            calls.pause(step);
            Disposable copying = watched.staticify(log).subscribe();
            calls.waiting(step).block(SOON);
            copying.dispose();
            calls.resume(step);
        }
        Core copy = watched.staticify(log).block(SOON);
        copy.read(BlockRange.all())
                .as(StepVerifier::create)
                .expectNextSequence(blocks)
                .verifyComplete();
        watched.close().block(SOON);
    }

    @Test
    void blocksThatTheCopyLacksAreCopiedByAnotherCall() {
        source.append(numbered(0, 100)).block(SOON);
        Core first = copy();
        first.clear(BlockRange.of(10, 90)).block(SOON);
        assertThat(copy().has(BlockRange.of(0, 100)).block(SOON)).isTrue();
        assertThat(first.get(50).block(SOON)).isEqualTo(utf8("block 50"));
    }
}
