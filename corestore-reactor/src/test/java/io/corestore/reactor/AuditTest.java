package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.key.EncryptionKey;
import io.corestore.storage.MemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Core#audit}: planted damage is found, and given up on request. */
class AuditTest extends StoreTest {
    private void damage(String file, long position) throws IOException {
        Path found;
        try (var files = Files.walk(folder)) {
            found = files.filter(path -> path.endsWith(file)).findFirst().orElseThrow();
        }
        try (RandomAccessFile bytes = new RandomAccessFile(found.toFile(), "rw")) {
            bytes.seek(position);
            int old = bytes.read();
            bytes.seek(position);
            bytes.write(old ^ 1);
        }
    }

    @Test
    void soundCoreIsSound() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3_000)).block(SOON);
        assertThat(core.audit(AuditMode.DRY_RUN).block(SOON))
                .isEqualTo(new AuditReport(core.key(), core.discoveryKey(), 3_000, List.of(), 0, null));
    }

    @Test
    void badBlockIsFoundAndRepairedFromAPeer() throws IOException {
        Core core = store.get("log").block(SOON);
        core.append(Blocks.sized(2_000, 100)).block(SOON);
        Corestore other = Corestores.open(folder.resolveSibling("audit-peer")).block(SOON);
        Core copy = other.get(core.key()).block(SOON);
        var link = Pipe.join(store, other);
        copy.update().then(copy.download(BlockRange.of(0, 2_000)).then()).block(SOON);
        link.dispose();
        close();
        damage("data", 150_050);
        open();
        Core damaged = store.get("log").block(SOON);
        AuditReport found = damaged.audit(AuditMode.DRY_RUN).block(SOON);
        assertThat(found.badBlocks()).containsExactly(BlockRange.of(1_500, 1_501));
        assertThat(found.blocks()).isEqualTo(1_999);
        assertThat(damaged.has(1_500).block(SOON)).isTrue();
        assertThat(damaged.audit(AuditMode.REPAIR).block(SOON)).isEqualTo(found);
        assertThat(damaged.has(1_500).block(SOON)).isFalse();
        Pipe.join(store, other);
        assertThat(damaged.get(1_500).block(SOON))
                .isEqualTo(Blocks.sized(2_000, 100).get(1_500));
        assertThat(damaged.audit(AuditMode.DRY_RUN).block(SOON).isSound()).isTrue();
        other.close().block(SOON);
    }

    @Test
    void encryptedCoreIsAuditedWithAndWithoutItsKey() throws IOException {
        CoreOptions plain = CoreOptions.named("log");
        CoreOptions encrypted = plain.withEncryption(EncryptionKey.of(new byte[32]));
        store.use(encrypted, core -> core.append(Blocks.sized(100, 92))).blockLast(SOON);
        assertThat(audit(encrypted).isSound()).isTrue();
        close();
        damage("data", 2_050);
        open();
        assertThat(audit(encrypted).badBlocks()).containsExactly(BlockRange.of(20, 21));
        assertThat(audit(plain)).isEqualTo(audit(encrypted));
    }

    @Test
    void onlyStoredBlocksOfASparseCoreAreAudited() throws IOException {
        Core source = store.get("log").block(SOON);
        source.append(Blocks.sized(1_000, 100)).block(SOON);
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core copy = other.get(source.key()).block(SOON);
        Pipe.join(store, other);
        copy.downloadBlocks(List.of(3L, 400L, 401L, 999L)).blockLast(SOON);
        assertThat(copy.audit(AuditMode.DRY_RUN).block(SOON))
                .isEqualTo(new AuditReport(copy.key(), copy.discoveryKey(), 4, List.of(), 0, null));
        other.close().block(SOON);
        source.clear(BlockRange.of(100, 900)).block(SOON);
        assertThat(source.audit(AuditMode.REPAIR).block(SOON).blocks()).isEqualTo(200);
        close();
        damage("data", 95_050);
        open();
        assertThat(audit(CoreOptions.named("log")).badBlocks()).containsExactly(BlockRange.of(950, 951));
    }

    private AuditReport audit(CoreOptions options) {
        return store.use(options, core -> core.audit(AuditMode.DRY_RUN)).blockLast(SOON);
    }
}
