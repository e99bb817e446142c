package io.corestore.interop;

import static io.corestore.interop.JavaPeer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.CoreInfo;
import io.corestore.key.DiscoveryKey;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.Tombstone;
import io.corestore.storage.FileStorage;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What Node does with the files that only this library writes: tombstones, and a sealed primary key. */
@RequiresNode
class StorageInteropTest {
    private final IoScheduler io = IoScheduler.create("interop", 2);

    @TempDir
    Path folder;

    private CoreInfo written;

    @BeforeEach
    void write() {
        try (JavaPeer java = JavaPeer.at(folder)) {
            Core core = java.named("log");
            await(core.append(Blocks.made("log", 0, 20, 10)));
            written = await(core.info());
        }
        onStorage(storage -> storage.bury(new Tombstone(DiscoveryKey.of(new byte[32]), 0, 7)));
    }

    @AfterEach
    void dispose() {
        io.dispose();
    }

    @Test
    void tombstonesDoNotDisturbCorestore6() {
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            Same.log(written, await(node.named("log").info()));
        }

        assertThat(folder.resolve("purged")).isNotEmptyDirectory();
    }

    @Test
    void corestore7TakesOverAFolderWithTombstones() {
        try (NodePeer node = NodePeer.at(NodeSet.TAKEOVER, folder)) {
            Same.log(written, await(node.named("log").info()));
        }
        try (NodePeer node = NodePeer.at(NodeSet.TAKEOVER, folder)) {
            assertThat(await(node.named("log").digest())).isEqualTo(Blocks.digest(Blocks.made("log", 0, 20, 10)));
            assertThat(await(node.send("list", Map.of())).path("discoveryKeys").size())
                    .isOne();
        }
    }

    @Test
    void corestore6RefusesASealedFolderUntilItIsUnsealed() {
        byte[] key = new byte[32];
        onStorage(storage -> storage.identity(() -> key)
                .doOnNext(stored -> System.arraycopy(stored, 0, key, 0, key.length))
                .then(storage.seal(new byte[] {1, 2, 3})));
        try (NodePeer node = NodePeer.start(NodeSet.V6)) {
            node.open(folder)
                    .as(StepVerifier::create)
                    .expectErrorSatisfies(refused -> assertThat(refused)
                            .isInstanceOf(NodeException.class)
                            .hasMessageContaining("EISDIR"))
                    .verify(JavaPeer.LIMIT);
        }
        onStorage(storage -> storage.unseal(key));
        try (NodePeer node = NodePeer.at(NodeSet.V6, folder)) {
            Same.log(written, await(node.named("log").info()));
        }
    }

    private void onStorage(Function<CoreStorage, Mono<Void>> work) {
        await(Mono.usingWhen(FileStorage.at(folder, StorageOptions.on(io)), work, CoreStorage::close));
    }
}
