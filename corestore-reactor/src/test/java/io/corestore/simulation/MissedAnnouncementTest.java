package io.corestore.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.message.Message;
import io.corestore.reactor.CoreStates;
import io.corestore.reactor.Corestores;
import io.corestore.reactor.Pipe;
import io.corestore.storage.MemoryStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** A peer does not say that it has got a block to one that has it; who loses the block learns of it all the same. */
final class MissedAnnouncementTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private final List<Corestore> stores = Flux.range(0, 3)
            .concatMap(number -> Corestores.open(MemoryStorage.create()))
            .collectList()
            .block(SOON);
    private Core source;
    private Core middle;
    private Core last;

    @BeforeEach
    void open() {
        source = stores.get(0).get("source").block(SOON);
        middle = stores.get(1).get(source.key()).block(SOON);
        last = stores.get(2).get(source.key()).block(SOON);
        source.append(blocks("first", 10)).block(SOON);
    }

    @AfterEach
    void close() {
        stores.forEach(store -> store.close().block(SOON));
    }

    @Test
    void clearedBlockIsFetchedFromAPeerThatGotItLater() {
        Disposable origin = Pipe.join(stores.get(0), stores.get(1));
        download(middle, 0, 9);
        origin.dispose();
        Pipe.join(stores.get(1), stores.get(2));
        missed(middle, 9);
        download(last, 0, 9);
        middle.clear(5).block(SOON);
        assertThat(middle.get(5, ReadOptions.within(SOON)).block(SOON)).isEqualTo(block("first", 5));
    }

    @Test
    void blockOfALaterForkIsFetchedFromAPeerThatGotItEarlier() {
        AtomicBoolean held = new AtomicBoolean();
        for (int store = 1; store < 3; store++) {
            Disposable origin = Pipe.join(stores.get(0), stores.get(store));
            download(store == 1 ? middle : last, 1, 10);
            origin.dispose();
        }
        Pipe.join(stores.get(1), stores.get(2), said -> !(held.get() && isOfLaterFork(said)));
        missed(middle, 0);
        missed(last, 0);
        held.set(true);
        Pipe.join(stores.get(0), stores.get(2));
        source.truncate(5).then(source.append(blocks("second", 5))).block(SOON);
        CoreStates.until(last, core -> core.fork() == 1 && core.length() == 10).block(SOON);
        download(last, 1, 10);
        held.set(false);
        source.append(block("second", 5)).block(SOON);
        CoreStates.until(middle, core -> core.fork() == 1).block(SOON);
        assertThat(middle.follow(5).take(5).collectList().block(SOON)).isEqualTo(blocks("second", 5));
    }

    @Test
    void forkIsFollowedOnceAPeerHasTheBlocksThatProveIt() {
        Disposable origin = Pipe.join(stores.get(0), stores.get(1));
        download(middle, 0, 10);
        origin.dispose();
        source.truncate(5).then(source.append(blocks("second", 5))).block(SOON);
        Pipe.join(stores.get(0), stores.get(2));
        CoreStates.until(last, core -> core.fork() == 1 && core.length() == 10).block(SOON);
        Sinks.Empty<Void> refused = Sinks.empty();
        Pipe.join(stores.get(1), stores.get(2), said -> {
            if (said instanceof Message.NoData) {
                refused.tryEmitEmpty();
            }
            return true;
        });
        refused.asMono().block(SOON);
        download(last, 0, 10);
        CoreStates.until(middle, core -> core.fork() == 1 && core.length() == 10)
                .block(SOON);
        assertThat(middle.get(9, ReadOptions.within(SOON)).block(SOON)).isEqualTo(block("second", 4));
    }

    private static boolean isOfLaterFork(Message said) {
        return said instanceof Message.Sync sync && sync.fork() > 0;
    }

    private static void download(Core core, int start, int end) {
        core.download(BlockRange.of(start, end)).then().block(SOON);
    }

    /** Asks for a block that no peer has, so that the peers are asked what they have. */
    private static void missed(Core core, long index) {
        core.get(index, ReadOptions.within(Duration.ofMillis(200)))
                .onErrorComplete()
                .block(SOON);
    }

    private static List<ByteBuffer> blocks(String text, int count) {
        return IntStream.range(0, count).mapToObj(i -> block(text, i)).toList();
    }

    private static ByteBuffer block(String text, int number) {
        return ByteBuffer.wrap((text + " " + number).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
