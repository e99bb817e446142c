package io.corestore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Durability;
import io.corestore.contract.TestCore;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.CoreNotFoundException;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import io.corestore.spi.CoreHead;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.LoadedCore;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.StoredCore;
import io.corestore.spi.Tombstone;
import io.corestore.spi.UserData;
import io.corestore.storage.test.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What cannot have been left by a crash may have cost acknowledged blocks, and says so until somebody knows better. */
final class DoubtTest {
    private static final Set<String> DAMAGED = Set.of("v6-flip-in-last-entry", "v6-header-active-slot-corrupt");
    private final IoScheduler io = IoScheduler.create("doubt", 2);
    private final TestCore core = new TestCore(1);

    @TempDir
    private Path folder;

    static Stream<Fixture> fixtures() {
        return Fixture.names().stream().map(Fixture::of);
    }

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void damageIsDoubtedAndCrashesAreNot(Fixture fixture) {
        CoreStorage storage = open(fixture.unpack(folder));
        for (DiscoveryKey key : storage.discoveryKeys().collectList().block()) {
            boolean doubted = doubt(storage, key);
            assertThat(doubted).as(key.toHex()).isEqualTo(DAMAGED.contains(fixture.name()));
        }
        storage.close().block();
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void aDoubtIsFoundAgainUntilAHeaderSaysIt(Fixture fixture) {
        Path store = fixture.unpack(folder);
        JsonNode facts = fixture.cores().get(0);
        DiscoveryKey key =
                new DiscoveryKey(Hash.fromHex(facts.get("discoveryKey").asString()));
        for (int round = 0; round < 4; round++) {
            CoreStorage storage = open(store);
            StoredCore stored = storage.open(key).block();
            LoadedCore loaded = stored.load().block();
            assertThat(loaded.userData()).containsKey(UserData.DOUBT);
            if (round == 0 || round == 3) {
                assertThat(loaded.recovered()).isEqualTo(round == 0);
            }
            if (round == 2) {
                stored.checkpoint(head(loaded, facts)).block();
            }
            stored.close().block();
            storage.close().block();
        }
    }

    static Stream<Fixture> damaged() {
        return DAMAGED.stream().sorted().map(Fixture::of);
    }

    @Test
    void aLostLogIsDoubtedAndTheOtherFilesStay() throws IOException {
        CoreStorage storage = open(folder);
        write(storage);
        Path files = files();
        byte[] data = Files.readAllBytes(files.resolve("data"));
        Files.delete(files.resolve("oplog"));
        StoredCore again = storage.create(core.seed()).block();
        LoadedCore loaded = again.load().block();
        assertThat(loaded.userData()).containsKey(UserData.DOUBT);
        assertThat(loaded.head().length()).isZero();
        again.close().block();
        assertThat(files.resolve("data")).hasBinaryContent(data);
        storage.close().block();
    }

    @Test
    void whatWasAboutToBeDeletedIsNotDoubted() throws IOException {
        CoreStorage storage = open(folder);
        write(storage);
        Path files = files();
        byte[] data = Files.readAllBytes(files.resolve("data"));
        storage.remove(core.discoveryKey()).block();
        Files.createDirectories(files);
        assertThat(storage.tombstone(core.discoveryKey()).block()).isNull();
        storage.bury(new Tombstone(core.discoveryKey(), 0, 3)).block();
        Files.createDirectories(files);
        Files.write(files.resolve("data"), data);
        storage.create(core.seed()).block().close().block();
        assertThat(doubt(storage, core.discoveryKey())).isFalse();
        assertThat(files.resolve("data")).doesNotExist();
        storage.close().block();
    }

    private void write(CoreStorage storage) {
        StoredCore stored = storage.create(core.seed()).block();
        stored.load().block();
        stored.commit(core.append("a", "b", "c"), Durability.SYNC).block();
        stored.checkpoint(core.head()).block();
        stored.close().block();
    }

    private Path files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> found = all.filter(path -> path.endsWith("oplog")).toList();
            assertThat(found).hasSize(1);
            return found.get(0).getParent();
        }
    }

    private CoreStorage open(Path store) {
        return FileStorage.at(store, StorageOptions.on(io)).block();
    }

    private static CoreHead head(LoadedCore loaded, JsonNode facts) {
        JsonNode seen = facts.has("carefulReader") ? facts.get("carefulReader") : facts;
        CoreHead head = loaded.head();
        Hash rootHash = Hash.fromHex(seen.get("treeHash").asString());
        return new CoreHead(head.fork(), head.length(), rootHash, head.signature(), head.contiguousLength());
    }

    private static boolean doubt(CoreStorage storage, DiscoveryKey key) {
        try {
            StoredCore stored = storage.open(key).block();
            boolean doubt = stored.load().block().userData().containsKey(UserData.DOUBT);
            stored.close().block();
            return doubt;
        } catch (CoreCorruptException | CoreNotFoundException cannotBeOpened) {
            return false;
        }
    }
}
