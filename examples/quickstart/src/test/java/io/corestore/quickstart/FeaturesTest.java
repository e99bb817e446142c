package io.corestore.quickstart;

import static io.corestore.quickstart.Quickstart.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.corestore.BlockRange;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.Corestore;
import io.corestore.Signer;
import io.corestore.StoreEvent;
import io.corestore.core.LocalSigner;
import io.corestore.crypto.Ed25519;
import io.corestore.reactor.Corestores;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FeaturesTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Corestore store;

    @BeforeEach
    void open() {
        store = Corestores.open(folder).block(LIMIT);
    }

    @AfterEach
    void close() {
        store.close().block(LIMIT);
    }

    @Test
    void namesLeadToCores() {
        Features.names(store)
                .as(StepVerifier::create)
                .expectNextCount(2)
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void sessionsAreTold() {
        Features.sessions(store)
                .map(StoreEvent::getClass)
                .map(Class::getSimpleName)
                .as(StepVerifier::create)
                .expectNext("CoreOpened", "CoreClosed")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void backupIsRestored() {
        store.use(CoreOptions.named("log"), core -> core.append(utf8("kept"))).blockLast(LIMIT);
        Path restored = folder.resolve("restored");
        assertThat(Features.backup(store, folder.resolve("backup"), restored).block(LIMIT))
                .satisfies(report -> assertThat(report.blocks()).isEqualTo(1));
        Corestores.open(restored)
                .flatMapMany(copy -> copy.use(CoreOptions.named("log"), core -> core.read(BlockRange.all()))
                        .concatWith(copy.close().then(Mono.empty())))
                .as(StepVerifier::create)
                .expectNext(utf8("kept"))
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void boundedStoreIsUsedAsAnyOther() {
        Corestore bounded = Features.bounded(folder.resolve("bounded")).block(LIMIT);
        bounded.use(CoreOptions.named("log"), core -> core.append(utf8("kept")))
                .as(StepVerifier::create)
                .expectNextCount(1)
                .expectComplete()
                .verify(LIMIT);
        bounded.close().block(LIMIT);
    }

    @Test
    void staticCoreHasTheSameBlocks() {
        Core release = store.namespace("app").get("release").block(LIMIT);
        release.append(List.of(utf8("1"), utf8("2"))).block(LIMIT);
        Core fixed = Features.inventory(store, release).block(LIMIT);
        assertThat(fixed.writable()).isFalse();
        assertThat(fixed.read(BlockRange.all()).collectList().block(LIMIT))
                .isEqualTo(release.read(BlockRange.all()).collectList().block(LIMIT));
    }

    @Test
    void logIsCutClearedAndReadByBytes() {
        Core core = store.get("log").block(LIMIT);
        core.append(IntStream.range(0, 40).mapToObj(i -> utf8("0123456789")).toList())
                .block(LIMIT);
        assertThat(Features.log(core).block(LIMIT)).isEqualTo(100);
        assertThat(core.length()).isEqualTo(41);
        assertThat(core.fork()).isEqualTo(1);
    }

    @Test
    void encryptedBlocksAreReadWithTheKey() {
        Features.encryption(store, new byte[32])
                .as(StepVerifier::create)
                .expectNext("dear diary")
                .expectComplete()
                .verify(LIMIT);
    }

    @Test
    void twoOfThreeSign() {
        List<Signer> members =
                IntStream.range(1, 4).mapToObj(FeaturesTest::member).toList();
        assertThat(Features.board(store, members).block(LIMIT).length()).isEqualTo(1);
    }

    private static Signer member(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return new LocalSigner(Ed25519.fromSeed(seed));
    }

    @Test
    void ordersAreRecords() {
        Features.orders(store.get("orders").block(LIMIT))
                .as(StepVerifier::create)
                .expectNext(new Features.Order("tea", 2))
                .thenCancel()
                .verify(LIMIT);
    }

    @Test
    void sealedStoreKeepsItsCores() throws GeneralSecurityException {
        AeadConfig.register();
        Aead kms = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        Core before = store.get("diary").block(LIMIT);
        before.append(utf8("before")).block(LIMIT);
        close();
        store = Features.sealed(folder, kms).block(LIMIT);
        Core after = store.get("diary").block(LIMIT);
        assertThat(after.key()).isEqualTo(before.key());
        assertThat(after.append(utf8("after")).block(LIMIT).length()).isEqualTo(2);
    }
}
