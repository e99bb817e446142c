package io.corestore.reactor;

import static io.corestore.reactor.Blocks.sized;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.DownloadProgress;
import io.corestore.Retention;
import io.corestore.storage.MemoryStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** What is kept of cores, namespaces and stores: see {@link Retention}. */
class RetentionTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static void await(Core core, Predicate<Long> stored) {
        Mono.defer(core::sizes)
                .repeat()
                .filter(sizes -> stored.test(sizes.blocks()))
                .blockFirst(SOON);
    }

    private static long firstStored(Core core) {
        for (long block = 0; block < core.length(); block++) {
            if (Boolean.TRUE.equals(core.has(block).block(SOON))) {
                return block;
            }
        }
        return core.length();
    }

    @Test
    void theOldestBlocksOfACoreAreClearedDownToSevenEighths() {
        Corestore store = Corestores.open(folder).block(SOON);
        Core core = store.get(CoreOptions.named("log").withRetention(Retention.ofBlocks(80)))
                .block(SOON);
        Mono<CoreEvent> cleared = core.events()
                .filter(event -> event instanceof CoreEvent.Cleared)
                .next()
                .cache();
        cleared.subscribe();
        core.append(sized(80, 10)).block(SOON);
        core.append(utf8("one more")).block(SOON);
        assertThat(cleared.block(SOON)).isEqualTo(new CoreEvent.Cleared(BlockRange.of(0, 11)));
        await(core, blocks -> blocks == 70);
        assertThat(firstStored(core)).isEqualTo(11);
        assertThat(core.length()).isEqualTo(81);
        core.append(sized(10, 10)).block(SOON);
        assertThat(core.sizes().block(SOON).blocks()).isEqualTo(80);
        assertThat(core.audit(AuditMode.DRY_RUN).block(SOON).isSound()).isTrue();
        store.close().block(SOON);
    }

    @Test
    void bytesCountAndABlockJustWrittenStays() {
        Corestore store = Corestores.open(folder).block(SOON);
        Core core = store.get(CoreOptions.named("log").withRetention(Retention.ofBytes(1_000)))
                .block(SOON);
        core.append(sized(5, 100)).block(SOON);
        core.append(sized(1, 5_000)).block(SOON);
        await(core, blocks -> blocks == 1);
        assertThat(core.has(5).block(SOON)).isTrue();
        core.append(sized(4, 100)).block(SOON);
        await(core, blocks -> blocks == 4);
        assertThat(firstStored(core)).isEqualTo(6);
        store.close().block(SOON);
    }

    @Test
    void theStrictestOpenSessionCountsAndNoneIsNoLimit() {
        Corestore store = Corestores.open(folder).block(SOON);
        Core loose = store.get(CoreOptions.named("log").withRetention(Retention.ofBlocks(50)))
                .block(SOON);
        loose.append(sized(40, 10)).block(SOON);
        Core strict = store.get(CoreOptions.named("log").withRetention(Retention.ofBlocks(20)))
                .block(SOON);
        await(loose, blocks -> blocks == 18);
        strict.close().block(SOON);
        loose.append(sized(30, 10)).block(SOON);
        assertThat(loose.sizes().block(SOON).blocks()).isEqualTo(48);
        store.close().block(SOON);
    }

    @Test
    void aStoreIsKeptWithinItsQuotaTheCoreWrittenToLeastRecentlyFirst() {
        Corestore before = Corestores.open(folder).block(SOON);
        before.use(CoreOptions.named("old"), core -> core.append(sized(50, 10))).blockLast(SOON);
        before.close().block(SOON);
        Corestore store =
                Corestores.at(folder).retention(Retention.ofBlocks(100)).open().block(SOON);
        Core first = store.get("first").block(SOON);
        first.append(sized(30, 10)).block(SOON);
        Core second = store.get("second").block(SOON);
        second.append(sized(30, 10)).block(SOON);
        Core old = store.get("old").block(SOON);
        await(old, blocks -> blocks == 28);
        second.append(sized(60, 10)).block(SOON);
        await(old, blocks -> blocks == 0);
        await(first, blocks -> blocks == 0);
        await(second, blocks -> blocks == 90);
        store.close().block(SOON);
    }

    @Test
    void aNamespaceIsKeptWithinItsQuotaAndOthersAreLeftAlone() {
        Corestore store = Corestores.on(MemoryStorage.create())
                .retention("cache", Retention.ofBytes(1_000))
                .open()
                .block(SOON);
        Core beside = store.get("beside").block(SOON);
        beside.append(sized(50, 100)).block(SOON);
        Core cached = store.namespace("cache").get("a").block(SOON);
        cached.append(sized(8, 100)).block(SOON);
        Core later = store.namespace("cache").get("b").block(SOON);
        later.append(sized(8, 100)).block(SOON);
        await(cached, blocks -> blocks == 0);
        assertThat(later.sizes().block(SOON).blocks()).isEqualTo(8);
        assertThat(beside.sizes().block(SOON).blocks()).isEqualTo(50);
        store.close().block(SOON);
    }

    @Test
    void aDownloadPassesOverWhatIsClearedAndEnds() {
        Corestore peer = Corestores.open(MemoryStorage.create()).block(SOON);
        Core source = peer.get("log").block(SOON);
        source.append(sized(3_000, 100)).block(SOON);
        Corestore store = Corestores.open(folder).block(SOON);
        Core copy = store.get(CoreOptions.keyed(source.key()).withRetention(Retention.ofBlocks(100)))
                .block(SOON);
        var link = Pipe.join(peer, store);
        DownloadProgress end = copy.download(BlockRange.of(0, 3_000)).blockLast(SOON);
        assertThat(end.done()).isEqualTo(3_000);
        await(copy, blocks -> blocks <= 100);
        assertThat(copy.get(5).block(SOON)).isEqualTo(sized(6, 100).get(5));
        link.dispose();
        store.close().block(SOON);
        peer.close().block(SOON);
    }
}
