package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.sized;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.subtle.XChaCha20Poly1305;
import io.corestore.AuditMode;
import io.corestore.BackupReport;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.ReadOptions;
import io.corestore.crypto.KeySeal;
import io.corestore.error.FolderNotEmptyException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.EncryptionKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.UserData;
import io.corestore.storage.MemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** {@link Corestore#backup} and {@link Corestores#restore}: what is copied, what is left out, and what is marked. */
class BackupTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private Path target;
    private Corestore store;

    @BeforeEach
    void open() {
        target = folder.resolve("backups").resolve("monday");
        store = Corestores.open(folder.resolve("store")).block(SOON);
    }

    @AfterEach
    void close() {
        store.close().block(SOON);
        assertThat(leftovers()).isEmpty();
    }

    /** What a backup that did not succeed left behind. */
    private List<Path> leftovers() {
        try (Stream<Path> entries = Files.walk(folder, 2)) {
            return entries.filter(entry -> entry.toString().contains(".incomplete-"))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private BackupReport backup() {
        return store.backup(target).block(SOON);
    }

    private void assertSame(Core core, CoreOptions options) {
        CoreInfo was = core.info().block(SOON);
        List<ByteBuffer> blocks = local(core);
        inBackup(backup -> {
            Core copy = backup.get(options.withCreateIfMissing(false)).block(SOON);
            assertThat(local(copy)).isEqualTo(blocks);
            assertThat(copy.audit(AuditMode.DRY_RUN).block(SOON).isSound()).isTrue();
            assertThat(withWritable(copy.info().block(SOON), was.writable())).isEqualTo(was);
        });
    }

    private static CoreInfo withWritable(CoreInfo info, boolean writable) {
        return new CoreInfo(
                info.key(),
                info.discoveryKey(),
                info.length(),
                info.byteLength(),
                info.fork(),
                info.contiguousLength(),
                writable,
                info.treeHash(),
                info.conflict());
    }

    private void inBackup(Consumer<Corestore> look) {
        Corestore backup = Corestores.open(target).block(SOON);
        try {
            look.accept(backup);
        } finally {
            backup.close().block(SOON);
        }
    }

    /** The blocks that are stored; an empty one in the place of each that is not. */
    private static List<ByteBuffer> local(Core core) {
        return Flux.range(0, (int) core.length())
                .concatMap(i ->
                        core.has(i).flatMap(there -> there ? core.get(i, ReadOptions.LOCAL) : Mono.just(utf8("-"))))
                .collectList()
                .block(SOON);
    }

    private static String doubt(Path at, DiscoveryKey key) {
        Corestore opened = Corestores.at(at).readOnly(true).open().block(SOON);
        try {
            ByteBuffer value = opened.get(CoreOptions.stored(key).withWritable(false))
                    .flatMap(core -> core.userData(UserData.DOUBT))
                    .block(SOON);
            return value == null ? null : Blocks.text(value);
        } finally {
            opened.close().block(SOON);
        }
    }

    @Test
    void openAndClosedCoresAreCopiedWithAllTheyHave() {
        Core open = store.get("open").block(SOON);
        open.append(numbered(0, 3_000)).block(SOON);
        open.setUserData("mine", utf8("yes")).block(SOON);
        Core namespaced = store.namespace("a").get("other").block(SOON);
        namespaced.append(numbered(0, 20)).block(SOON);
        namespaced.truncate(5).block(SOON);
        Core cleared = store.get("cleared").block(SOON);
        cleared.append(sized(300, 100)).block(SOON);
        cleared.clear(BlockRange.of(10, 200)).block(SOON);
        Core emptied = store.get("emptied").block(SOON);
        emptied.append(numbered(0, 3)).block(SOON);
        emptied.truncate(0).block(SOON);
        store.get("empty").block(SOON);
        store.use(CoreOptions.named("closed"), core -> core.append(numbered(0, 7)))
                .blockLast(SOON);

        BackupReport report = backup();
        assertThat(report.isWhole()).isTrue();
        assertThat(report.cores()).isEqualTo(6);
        assertThat(report.blocks()).isEqualTo(3_000 + 5 + 110 + 7);
        assertThat(report.bytes()).isPositive();
        assertSame(open, CoreOptions.named("open"));
        assertSame(cleared, CoreOptions.named("cleared"));
        assertSame(emptied, CoreOptions.named("emptied"));
        assertSame(namespaced, CoreOptions.keyed(namespaced.key()));
        inBackup(copy -> {
            assertThat(copy.list().count().block(SOON)).isEqualTo(6);
            assertThat(copy.keyPair("x").block(SOON))
                    .isEqualTo(store.keyPair("x").block(SOON));
            Core core = copy.get("cleared").block(SOON);
            assertThat(core.treeHash(100).block(SOON))
                    .as("nodes of blocks that are not stored")
                    .isEqualTo(cleared.treeHash(100).block(SOON));
            assertThat(copy.get("open").block(SOON).userData("mine").block(SOON))
                    .isEqualTo(utf8("yes"));
        });
    }

    @Test
    void coresThatCouldBeWrittenToAreMarkedAndReplicasAreNot() {
        Core named = store.get("named").block(SOON);
        named.append(numbered(0, 3)).block(SOON);
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core foreign = other.get("foreign").block(SOON);
        foreign.append(numbered(0, 9)).block(SOON);
        Pipe.join(other, store);
        Core replica = store.get(foreign.key()).block(SOON);
        replica.get(4).block(SOON);
        backup();
        assertThat(doubt(folder.resolve("store"), named.discoveryKey())).isNull();
        assertThat(doubt(target, named.discoveryKey())).isEqualTo("restored from a backup");
        assertThat(doubt(target, replica.discoveryKey())).isEqualTo("restored from a backup");
        other.close().block(SOON);
    }

    @Test
    void aSparseReplicaKeepsWhatItHasAndGoesOnFetching() {
        Corestore other = Corestores.open(MemoryStorage.create()).block(SOON);
        Core source = other.get("source").block(SOON);
        source.append(sized(40_000, 20)).block(SOON);
        Pipe.join(other, store);
        Core replica = store.get(source.key()).block(SOON);
        replica.downloadBlocks(List.of(0L, 3L, 17_000L, 39_999L)).blockLast(SOON);
        assertThat(backup().blocks()).isEqualTo(4);
        inBackup(copy -> {
            Core core = copy.get(source.key()).block(SOON);
            assertThat(core.length()).isEqualTo(40_000);
            assertThat(core.get(17_000, ReadOptions.LOCAL).block(SOON))
                    .isEqualTo(sized(17_001, 20).get(17_000));
            assertThat(core.has(17_001).block(SOON)).isFalse();
            Pipe.join(other, copy);
            assertThat(core.get(17_001).block(SOON)).isEqualTo(sized(17_002, 20).get(17_001));
        });
        other.close().block(SOON);
    }

    @Test
    void appendsTruncationsAndClearsGoOnMeanwhile() {
        Core core = store.get("busy").block(SOON);
        core.append(sized(4_000, 1_000)).block(SOON);
        Core growing = store.get("growing").block(SOON);
        growing.append(sized(4_000, 1_000)).block(SOON);
        for (int round = 0; round < 6; round++) {
            target = folder.resolve("backups").resolve("round-" + round);
            int keep = 3_000 - 100 * round;
            Mono<?> busy = core.append(sized(50, 100))
                    .then(core.truncate(keep))
                    .then(core.append(sized(70, 100)))
                    .then(core.clear(BlockRange.of(10L * round, 10L * round + 5)));
            Mono<?> grow = Flux.range(0, 50)
                    .concatMap(i -> growing.append(numbered(i, i + 1)))
                    .then();
            BackupReport report = Mono.zip(store.backup(target), busy.thenReturn(1), grow.thenReturn(1))
                    .block(SOON)
                    .getT1();
            assertThat(report.isWhole()).as("round " + round).isTrue();
            inBackup(copy -> assertThat(
                            copy.audit(AuditMode.DRY_RUN).collectList().block(SOON))
                    .hasSize(2)
                    .allMatch(audit -> audit.isSound()));
            inBackup(copy -> {
                Core grown = copy.get("growing").block(SOON);
                assertThat(grown.length()).isBetween(4_000L, growing.length());
                assertThat(grown.contiguousLength()).isEqualTo(grown.length());
                assertThat(grown.treeHash(grown.length()).block(SOON))
                        .isEqualTo(growing.treeHash(grown.length()).block(SOON));
                Core cut = copy.get("busy").block(SOON);
                if (cut.fork() == core.fork()) {
                    assertThat(cut.treeHash(cut.length()).block(SOON))
                            .isEqualTo(core.treeHash(cut.length()).block(SOON));
                }
            });
        }
    }

    @Test
    void manyCoresAndBigOnes() {
        Flux.range(0, 60)
                .concatMap(i -> store.use(CoreOptions.named("core " + i), core -> core.append(numbered(0, i % 9))))
                .blockLast(SOON);
        Core big = store.get("big").block(SOON);
        big.append(sized(24, 1 << 20)).block(SOON);
        BackupReport report = backup();
        assertThat(report.cores()).isEqualTo(61);
        assertThat(report.isWhole()).isTrue();
        inBackup(copy -> {
            assertThat(copy.list().count().block(SOON)).isEqualTo(61);
            Core core = copy.get("big").block(SOON);
            assertThat(core.byteLength()).isEqualTo(24L << 20);
            assertThat(core.read(BlockRange.all()).count().block(SOON)).isEqualTo(24);
        });
    }

    @Test
    void encryptedCoresAreCopiedAsTheyAreStored() {
        CoreOptions options = CoreOptions.named("secret").withEncryption(EncryptionKey.of(new byte[32]));
        Core core = store.get(options).block(SOON);
        core.append(numbered(0, 30)).block(SOON);
        backup();
        assertSame(core, options);
    }

    @Test
    void aSealedStoreStaysSealed() throws GeneralSecurityException, IOException {
        KeySeal seal = KeySeal.with(new XChaCha20Poly1305(new byte[32]));
        Corestore sealed =
                Corestores.at(folder.resolve("sealed")).sealedWith(seal).open().block(SOON);
        Core named = sealed.get("named").block(SOON);
        Core fresh = sealed.get().block(SOON);
        named.append(numbered(0, 3)).then(fresh.append(numbered(0, 4))).block(SOON);
        assertThat(sealed.backup(target).block(SOON).isWhole()).isTrue();
        byte[] secret = sealed.keyPair("named").block(SOON).secretKey();
        sealed.close().block(SOON);
        Path again = folder.resolve("again");
        assertThat(Corestores.restore(target, again).block(SOON).cores()).isEqualTo(2);
        for (Path copy : List.of(target, again)) {
            assertThat(Files.isDirectory(copy.resolve("primary-key"))).isTrue();
            assertThat(filesWith(copy, secret)).isEmpty();
            Corestore opened = Corestores.at(copy).sealedWith(seal).open().block(SOON);
            assertThat(local(opened.get("named").block(SOON))).isEqualTo(numbered(0, 3));
            opened.close().block(SOON);
        }
    }

    private static List<Path> filesWith(Path root, byte[] bytes) throws IOException {
        String wanted = HexFormat.of().formatHex(bytes, 0, 32);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> hex(file).contains(wanted))
                    .toList();
        }
    }

    private static String hex(Path file) {
        try {
            return HexFormat.of().formatHex(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void damagedBlocksAreLeftOutAndReported() throws IOException {
        Core core = store.get("log").block(SOON);
        core.append(sized(2_000, 100)).block(SOON);
        close();
        Path data;
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            data = files.filter(path -> path.endsWith("data")).findFirst().orElseThrow();
        }
        try (RandomAccessFile bytes = new RandomAccessFile(data.toFile(), "rw")) {
            bytes.seek(150_050);
            bytes.write(77);
            bytes.seek(150_150);
            bytes.write(77);
        }
        open();
        BackupReport report = backup();
        assertThat(report.damaged())
                .containsExactly(new BackupReport.Damaged(core.discoveryKey(), List.of(BlockRange.of(1_500, 1_502))));
        assertThat(report.blocks()).isEqualTo(1_998);
        assertThat(report.isWhole()).isFalse();
        inBackup(copy -> {
            Core copied = copy.get("log").block(SOON);
            assertThat(copied.contiguousLength()).isEqualTo(1_500);
            assertThat(copied.has(1_500).block(SOON)).isFalse();
            assertThat(copied.audit(AuditMode.DRY_RUN).block(SOON).blocks()).isEqualTo(1_998);
        });
    }

    @Test
    void aCoreThatCannotBeOpenedIsReportedAndTheOthersAreCopied() throws IOException {
        Core good = store.get("good").block(SOON);
        good.append(numbered(0, 5)).block(SOON);
        Core bad = store.get("bad").block(SOON);
        bad.append(numbered(0, 5)).block(SOON);
        close();
        String hex = bad.discoveryKey().toHex();
        Path oplog = folder.resolve("store")
                .resolve("cores")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex)
                .resolve("oplog");
        Files.write(oplog, new byte[8_192]);
        open();
        BackupReport report = backup();
        assertThat(report.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.discoveryKey()).isEqualTo(bad.discoveryKey()));
        assertThat(report.cores()).isEqualTo(1);
        inBackup(copy -> assertThat(local(copy.get("good").block(SOON))).isEqualTo(numbered(0, 5)));
    }

    @Test
    void tombstonesGoAlong() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 5)).block(SOON);
        core.purge().block(SOON);
        assertThat(backup().cores()).isZero();
        inBackup(copy -> assertThat(copy.get("log").block(SOON).writable()).isFalse());
    }

    @Test
    void theTargetMustBeEmpty() throws IOException {
        store.use(CoreOptions.named("log"), core -> core.append(numbered(0, 5))).blockLast(SOON);
        Files.createDirectories(target);
        backup();
        store.backup(target).as(StepVerifier::create).verifyError(FolderNotEmptyException.class);
        Path file = Files.createFile(folder.resolve("file"));
        store.backup(file).as(StepVerifier::create).verifyError(FolderNotEmptyException.class);
        inBackup(copy -> assertThat(local(copy.get("log").block(SOON))).isEqualTo(numbered(0, 5)));
    }

    @Test
    void aCancelledBackupLeavesNothing() {
        StorageCalls calls = new StorageCalls();
        Corestore slow = Corestores.open(calls.watch(MemoryStorage.create())).block(SOON);
        slow.use(CoreOptions.named("log"), core -> core.append(sized(100, 1_000)))
                .blockLast(SOON);
        calls.pause("readBlocks");
        slow.backup(target)
                .as(StepVerifier::create)
                .expectSubscription()
                .then(() -> calls.waiting("readBlocks").block(SOON))
                .thenCancel()
                .verify(SOON);
        calls.resume("readBlocks");
        assertThat(target).doesNotExist();
        Flux.interval(Duration.ofMillis(20))
                .filter(tick -> leftovers().isEmpty())
                .blockFirst(SOON);
        assertThat(slow.backup(target).block(SOON).blocks()).isEqualTo(100);
        slow.close().block(SOON);
    }

    @Test
    void aRestoredStoreHasWhatTheBackupHas() {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 50)).block(SOON);
        backup();
        Path backup = target;
        target = folder.resolve("restored");
        assertThat(Corestores.restore(backup, target).block(SOON).blocks()).isEqualTo(50);
        assertSame(core, CoreOptions.named("log"));
        assertThat(doubt(target, core.discoveryKey())).isEqualTo("restored from a backup");
        assertThat(doubt(backup, core.discoveryKey())).isEqualTo("restored from a backup");
    }

    @Test
    void anyStorageCanBeSourceAndTarget() {
        CoreStorage memory = MemoryStorage.create();
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 50)).block(SOON);
        BackupReport report = ((StoreSession) store).store().backup(memory).block(SOON);
        assertThat(report.blocks()).isEqualTo(50);
        Corestore copy = Corestores.open(memory).block(SOON);
        assertThat(local(copy.get("log").block(SOON))).isEqualTo(numbered(0, 50));
        copy.close().block(SOON);
    }
}
