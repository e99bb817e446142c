package io.corestore.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreEvent;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.StoreEvent;
import io.corestore.error.BlockUnavailableException;
import io.corestore.error.CoreCorruptException;
import io.corestore.key.CoreKey;
import io.corestore.storage.MemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Damaged blocks and nodes are given up when they are met, and come back from peers that nobody asked. */
class QuarantineTest extends StoreTest {
    private static final int BLOCKS = 40;

    private Corestore peer;

    @BeforeEach
    void openPeer() {
        peer = Corestores.open(MemoryStorage.create()).block(SOON);
    }

    @AfterEach
    void closePeer() {
        peer.close().block(SOON);
    }

    private void damage(Core core, String file, long position) throws IOException {
        String id = core.discoveryKey().toHex();
        Path path = folder.resolve(Path.of("cores", id.substring(0, 2), id.substring(2, 4), id, file));
        try (RandomAccessFile bytes = new RandomAccessFile(path.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 1);
        }
    }

    /** A core of this store, of which the peer has all blocks. */
    private Core shared() {
        Core core = store.get("log").block(SOON);
        core.append(Blocks.sized(BLOCKS, 100)).block(SOON);
        Core copy = peer.get(core.key()).block(SOON);
        var link = Pipe.join(store, peer);
        copy.update().block(SOON);
        copy.download(BlockRange.of(0, BLOCKS)).blockLast(SOON);
        link.dispose();
        return core;
    }

    private Core reopened(CoreKey key) {
        open();
        return store.get(CoreOptions.keyed(key)).block(SOON);
    }

    @Test
    void damagedBlockIsToldOnceAndComesBackByItself() throws IOException {
        Core before = shared();
        close();
        damage(before, "data", 17 * 100 + 5);
        Core core = reopened(before.key());
        Queue<CoreEvent> events = new ConcurrentLinkedQueue<>();
        Queue<StoreEvent> told = new ConcurrentLinkedQueue<>();
        core.events().subscribe(events::add);
        store.events().filter(event -> event instanceof StoreEvent.CoreDamaged).subscribe(told::add);
        Flux.range(0, 30)
                .flatMap(i -> core.get(17, ReadOptions.LOCAL)
                        .map(block -> "read")
                        .onErrorResume(CoreCorruptException.class, error -> Mono.just("corrupt"))
                        .onErrorResume(BlockUnavailableException.class, error -> Mono.just("gone")))
                .collectList()
                .as(StepVerifier::create)
                .assertNext(outcomes -> assertThat(outcomes)
                        .contains("corrupt")
                        .doesNotContain("read")
                        .hasSize(30))
                .expectComplete()
                .verify(SOON);
        BlockRange bad = BlockRange.of(17, 18);
        assertThat(events).containsExactly(new CoreEvent.Damaged(bad));
        assertThat(told).containsExactly(new StoreEvent.CoreDamaged(core.key(), core.discoveryKey(), bad));
        assertThat(core.has(17).block(SOON)).isFalse();
        Mono<CoreEvent> repaired = core.events()
                .filter(event -> event instanceof CoreEvent.Repaired)
                .next()
                .doOnSubscribe(listening -> Pipe.join(store, peer));
        assertThat(repaired.block(SOON)).isEqualTo(new CoreEvent.Repaired(bad));
        assertThat(core.get(17, ReadOptions.LOCAL).block(SOON))
                .isEqualTo(Blocks.sized(BLOCKS, 100).get(17));
    }

    @Test
    void quarantineOutlivesAReopening() throws IOException {
        Core before = shared();
        close();
        damage(before, "data", 17 * 100 + 5);
        reopened(before.key()).get(17).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        close();
        Core core = reopened(before.key());
        assertThat(core.has(17).block(SOON)).isFalse();
        assertThat(core.contiguousLength()).isEqualTo(17);
        assertThat(core.audit(AuditMode.DRY_RUN).block(SOON))
                .isEqualTo(new AuditReport(core.key(), core.discoveryKey(), BLOCKS - 1, List.of(), 0, null));
    }

    @Test
    void damagedBlockIsNotServedAndReadersAskOthers() throws IOException {
        Core before = shared();
        close();
        damage(before, "data", 17 * 100 + 5);
        Core core = reopened(before.key());
        Corestore reader = Corestores.open(MemoryStorage.create()).block(SOON);
        Pipe.join(store, reader);
        Pipe.join(peer, reader);
        Core copy = reader.get(core.key()).block(SOON);
        copy.update().block(SOON);
        assertThat(copy.read(BlockRange.of(0, BLOCKS)).collectList().block(SOON))
                .isEqualTo(Blocks.sized(BLOCKS, 100));
        reader.close().block(SOON);
    }

    @Test
    void nodeThatCannotBeComputedIsGivenUpWithItsBlocksAndComesBack() throws IOException {
        Core source = peer.get("source").block(SOON);
        source.append(Blocks.sized(BLOCKS, 100)).block(SOON);
        Core before = store.get(source.key()).block(SOON);
        var link = Pipe.join(store, peer);
        before.update().block(SOON);
        before.downloadBlocks(List.of(5L, 30L)).blockLast(SOON);
        link.dispose();
        close();
        damage(before, "tree", 40 * 8 + 20); // the leaf of block 4, which is not here
        Core core = reopened(source.key());
        core.get(5, ReadOptions.LOCAL).as(StepVerifier::create).verifyError(CoreCorruptException.class);
        assertThat(core.has(5).block(SOON)).isFalse();
        assertThat(core.get(30, ReadOptions.LOCAL).block(SOON))
                .isEqualTo(Blocks.sized(BLOCKS, 100).get(30));
        close();
        Core again = reopened(source.key());
        assertThat(again.audit(AuditMode.DRY_RUN).block(SOON)).matches(AuditReport::isSound);
        Pipe.join(store, peer);
        assertThat(again.get(5).block(SOON)).isEqualTo(Blocks.sized(BLOCKS, 100).get(5));
        assertThat(again.audit(AuditMode.DRY_RUN).block(SOON))
                .isEqualTo(new AuditReport(again.key(), again.discoveryKey(), 2, List.of(), 0, null));
    }

    @Test
    void auditFindsNodesThatNoReadNeeds() throws IOException {
        Core before = shared();
        close();
        damage(before, "tree", 40 * 21 + 3);
        damage(before, "tree", 40 * 50 + 20);
        Core core = reopened(before.key());
        AuditReport found = core.audit(AuditMode.DRY_RUN).block(SOON);
        assertThat(found)
                .isEqualTo(new AuditReport(core.key(), core.discoveryKey(), BLOCKS, List.of(), 2, null))
                .matches(report -> !report.isSound());
        assertThat(core.audit(AuditMode.REPAIR).block(SOON)).isEqualTo(found);
        assertThat(core.audit(AuditMode.DRY_RUN).block(SOON)).matches(AuditReport::isSound);
    }

    @Test
    void appendsAndTruncationsOfADamagedWriterSignTheRightTree() throws IOException {
        Core before = shared();
        close();
        damage(before, "tree", 40 * 31 + 20); // a root of 32 blocks, and of the tree cut to 33
        damage(before, "tree", 40 * 64 + 20);
        Core core = store(before);
        core.truncate(33)
                .onErrorResume(
                        CoreCorruptException.class,
                        mended -> core.truncate(33).delaySubscription(core.audit(AuditMode.REPAIR)))
                .block(SOON);
        core.append(Blocks.utf8("after")).block(SOON);
        Corestore reader = Corestores.open(MemoryStorage.create()).block(SOON);
        Pipe.join(store, reader);
        Core copy = reader.get(core.key()).block(SOON);
        copy.update().block(SOON);
        assertThat(copy.read(BlockRange.of(0, 33)).collectList().block(SOON))
                .isEqualTo(Blocks.sized(BLOCKS, 100).subList(0, 33));
        assertThat(copy.get(33).block(SOON)).isEqualTo(Blocks.utf8("after"));
        reader.close().block(SOON);
    }

    private Core store(Core before) {
        open();
        Core core = store.get("log").block(SOON);
        assertThat(core.key()).isEqualTo(before.key());
        return core;
    }
}
