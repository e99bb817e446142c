package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.corestore.Core;
import io.corestore.Corestore;
import io.corestore.StoredCoreInfo;
import io.corestore.key.DiscoveryKey;
import io.corestore.key.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

/** What a store tells of stored cores, opened or not. */
class ListTest extends StoreTest {
    private List<StoredCoreInfo> list() {
        return store.list().collectList().block(SOON);
    }

    private static Path oplog(Path folder, DiscoveryKey discoveryKey) {
        String hex = discoveryKey.hash().toHex();
        return folder.resolve("cores")
                .resolve(hex.substring(0, 2))
                .resolve(hex.substring(2, 4))
                .resolve(hex)
                .resolve("oplog");
    }

    @Test
    void coreThatIsNotOpenIsReadOnce() throws IOException {
        Core core = store.get("log").block(SOON);
        core.append(numbered(0, 3)).block(SOON);
        core.close().block(SOON);
        List<StoredCoreInfo> first = list();
        assertThat(first).extracting(StoredCoreInfo::length).containsExactly(3L);
        Files.write(oplog(folder, core.discoveryKey()), new byte[100]);
        assertThat(list()).isEqualTo(first);
    }

    @Test
    void openCoreIsToldAsItIsNow() {
        Core core = store.get("log").block(SOON);
        assertThat(list()).extracting(StoredCoreInfo::length).containsExactly(0L);
        core.append(numbered(0, 3)).block(SOON);
        assertThat(list()).extracting(StoredCoreInfo::length).containsExactly(3L);
        core.close().block(SOON);
        assertThat(list()).extracting(StoredCoreInfo::length).containsExactly(3L);
    }

    @Test
    void coreThatChangedSinceItWasListedIsReadAgain() {
        Core core = store.get("log").block(SOON);
        core.close().block(SOON);
        assertThat(list()).extracting(StoredCoreInfo::length).containsExactly(0L);
        Core again = store.get("log").block(SOON);
        again.append(utf8("x")).block(SOON);
        again.close().block(SOON);
        assertThat(list()).extracting(StoredCoreInfo::length).containsExactly(1L);
    }

    @Test
    void namespaceIsListedAlone() {
        Corestore inner = store.namespace("a");
        inner.get("one").block(SOON);
        store.get("two").block(SOON);
        assertThat(store.list(inner.namespace()).collectList().block(SOON))
                .extracting(StoredCoreInfo::name)
                .containsExactly("one");
        assertThat(store.list(Hash.ZERO).collectList().block(SOON))
                .extracting(StoredCoreInfo::name)
                .containsExactly("two");
    }

    @Test
    void unreadableCoreIsLeftOut() throws IOException {
        store.get("good").block(SOON).close().block(SOON);
        Core bad = store.get("bad").block(SOON);
        bad.close().block(SOON);
        Files.write(oplog(folder, bad.discoveryKey()), new byte[100]);
        assertThat(list()).extracting(StoredCoreInfo::name).containsExactly("good");
    }

    @Test
    void storedTellsOfOneCore() {
        Core core = store.namespace("a").get("log").block(SOON);
        core.append(numbered(0, 2)).block(SOON);
        StoredCoreInfo info = store.stored(core.discoveryKey()).block(SOON);
        assertThat(info.name()).isEqualTo("log");
        assertThat(info.namespace()).isEqualTo(store.namespace("a").namespace());
        assertThat(info.length()).isEqualTo(2);
        store.stored(new DiscoveryKey(Hash.ZERO)).as(StepVerifier::create).verifyComplete();
    }
}
