package io.corestore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreCommit;
import io.corestore.spi.CoreSeed;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where secret keys are in the files of a store, and who may read them. */
final class SecretsTest {
    private static final String SECRET = "this secret key must not be found in any file after it was taken";
    private final IoScheduler io = IoScheduler.create("secrets", 2);
    private final TestCore core = new TestCore(1);

    @TempDir
    private Path folder;

    private CoreStorage storage;
    private StoredCore stored;

    @BeforeEach
    void open() {
        storage = FileStorage.at(folder.resolve("store"), StorageOptions.on(io)).block();
        storage.identity(() -> new byte[32]).block();
    }

    @AfterEach
    void close() {
        storage.close().block();
        io.dispose();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3700, 6000})
    void aSecretKeyThatWasTakenIsInNoFile(int userData) throws IOException {
        create(userData);
        for (int i = 0; i < 3; i++) {
            stored.commit(core.append("block"), Durability.SYNC).block();
            stored.checkpoint(core.head()).block();
        }
        assertThat(filesWithSecret()).isNotEmpty();
        stored.replaceKeyPair(null).block();

        assertThat(filesWithSecret()).isEmpty();
    }

    @Test
    void aSecretKeyOfEarlierHeadersIsTakenToo() throws IOException {
        create(0);
        for (int size : new int[] {5000, 7000, 100}) {
            stored.commit(
                            CoreCommit.to(core.head())
                                    .userData("big", ByteBuffer.allocate(size))
                                    .build(),
                            Durability.SYNC)
                    .block();
            stored.checkpoint(core.head()).block();
        }
        assertThat(filesWithSecret()).containsExactlyInAnyOrder("header", "oplog");
        stored.replaceKeyPair(KeyPair.publicOnly(core.key().hash())).block();

        assertThat(filesWithSecret()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void everythingIsForTheOwnerOnly() throws IOException {
        create(6000);
        stored.commit(core.append("a", "b"), Durability.SYNC).block();
        stored.checkpoint(core.head()).block();

        assertModes();
        stored.compact(List.of()).block();
        stored.close().block();
        assertModes();
    }

    private void assertModes() throws IOException {
        try (Stream<Path> paths = Files.walk(folder.resolve("store"))) {
            assertThat(paths)
                    .hasSizeGreaterThan(9)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .as(path.toString())
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    private void create(int userData) {
        CoreSeed seed = core.seed();
        KeyPair pair = KeyPair.of(seed.key().toBytes(), SECRET.getBytes(StandardCharsets.US_ASCII));
        Map<String, ByteBuffer> data = userData == 0 ? Map.of() : Map.of("data", ByteBuffer.allocate(userData));
        stored = storage.create(new CoreSeed(seed.key(), seed.discoveryKey(), seed.manifest(), pair, data))
                .block();
        stored.load().block();
    }

    private List<String> filesWithSecret() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> Stream.of(SECRET.substring(0, 24), SECRET.substring(40))
                            .anyMatch(content(path)::contains))
                    .map(path -> path.getFileName().toString())
                    .toList();
        }
    }

    private static String content(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }
}
