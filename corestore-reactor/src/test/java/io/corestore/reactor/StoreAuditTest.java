package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.key.DiscoveryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit of all cores of a store. */
class StoreAuditTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Corestore store;

    @BeforeEach
    void open() {
        store = Corestores.open(folder).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
    }

    private DiscoveryKey stored(String name) {
        Core core = store.get(name).block(SOON);
        core.append(numbered(0, 5)).block(SOON);
        core.close().block(SOON);
        return core.discoveryKey();
    }

    private Path file(DiscoveryKey discoveryKey, String name) {
        String hex = discoveryKey.hash().toHex();
        return folder.resolve("cores")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex)
                .resolve(name);
    }

    private List<AuditReport> audit(AuditMode mode) {
        return store.audit(mode).collectList().block(SOON);
    }

    @Test
    void soundCoresAreReportedOneByOne() {
        stored("one");
        stored("two");
        assertThat(audit(AuditMode.DRY_RUN))
                .hasSize(2)
                .allMatch(AuditReport::isSound)
                .allMatch(report -> report.blocks() == 5);
        assertThat(store.cores()).isEmpty();
    }

    @Test
    void damageIsReportedAndRepaired() throws IOException {
        DiscoveryKey bad = stored("bad");
        stored("good");
        byte[] data = Files.readAllBytes(file(bad, "data"));
        data[0] ^= 1;
        Files.write(file(bad, "data"), data);
        assertThat(audit(AuditMode.DRY_RUN))
                .filteredOn(report -> !report.isSound())
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.discoveryKey()).isEqualTo(bad);
                    assertThat(report.badBlocks()).containsExactly(BlockRange.of(0, 1));
                });
        audit(AuditMode.REPAIR);
        assertThat(audit(AuditMode.DRY_RUN)).allMatch(AuditReport::isSound);
    }

    @Test
    void coreThatCannotBeOpenedIsReportedAndHoldsUpNobody() throws IOException {
        DiscoveryKey bad = stored("bad");
        stored("good");
        Files.write(file(bad, "oplog"), new byte[8192]);
        assertThat(audit(AuditMode.DRY_RUN))
                .hasSize(2)
                .filteredOn(r -> r.failure() != null)
                .singleElement()
                .satisfies(report -> {
                    assertThat(report.key()).isNull();
                    assertThat(report.discoveryKey()).isEqualTo(bad);
                });
    }

    @Test
    void whatACreationThatWasCutOffLeftIsNoCore() throws IOException {
        DiscoveryKey gone = stored("gone");
        stored("good");
        Files.move(file(gone, "oplog"), file(gone, "oplog.tmp"));
        assertThat(audit(AuditMode.DRY_RUN)).singleElement().matches(AuditReport::isSound);
    }
}
