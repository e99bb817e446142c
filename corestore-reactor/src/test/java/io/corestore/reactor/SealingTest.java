package io.corestore.reactor;

import static io.corestore.reactor.Blocks.numbered;
import static io.corestore.reactor.Blocks.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.corestore.AuditMode;
import io.corestore.AuditReport;
import io.corestore.Core;
import io.corestore.CoreOptions;
import io.corestore.CoreOptions.KeyFormat;
import io.corestore.Corestore;
import io.corestore.crypto.Blake2b;
import io.corestore.crypto.Ed25519;
import io.corestore.crypto.KeyDerivation;
import io.corestore.crypto.KeyPairSeal;
import io.corestore.crypto.KeySeal;
import io.corestore.error.CoreCorruptException;
import io.corestore.error.CorestoreException;
import io.corestore.error.StorageFailedException;
import io.corestore.error.StoreLockedException;
import io.corestore.error.WrongSealException;
import io.corestore.key.CoreKey;
import io.corestore.key.Hash;
import io.corestore.key.KeyPair;
import io.corestore.spi.CoreStorage;
import io.corestore.spi.IoScheduler;
import io.corestore.spi.StorageOptions;
import io.corestore.spi.UserData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class SealingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] PRIMARY_KEY = Blake2b.hash(new byte[] {9}).toBytes();
    private static final KeyPair OWN_PAIR =
            Ed25519.fromSeed(Blake2b.hash(new byte[] {8}).toBytes());
    private static final CoreOptions NAMED = CoreOptions.named("log");
    private static final CoreOptions HASHED = CoreOptions.named("hashed").withKeyFormat(KeyFormat.MANIFEST_1);
    private static final CoreOptions OWNED = CoreOptions.owned(OWN_PAIR);

    @TempDir
    private Path folder;

    private KeySeal seal;
    private KeySeal otherSeal;

    @BeforeEach
    void makeSeals() throws GeneralSecurityException {
        AeadConfig.register();
        seal = KeySeal.with(aead());
        otherSeal = KeySeal.with(aead());
    }

    @Test
    void newStoreMadeSealedShowsNoSecretAndOpensWithItsSealOnly() {
        fill(sealedWith(seal));
        assertThat(filesWithSecrets()).isEmpty();
        assertRefused(sealedWith(otherSeal), "does not open with the seal given");
        assertRefused(plain(), "is sealed: open the store with its seal");
        assertAllWritable(sealedWith(seal), 3);
        assertThat(filesWithSecrets()).isEmpty();
    }

    @Test
    void primaryKeyOfANewSealedStoreIsRandomAndStays() {
        KeyPair first = with(Corestores.at(folder).sealedWith(seal), store -> store.keyPair("a"));
        KeyPair again = with(Corestores.at(folder).sealedWith(seal), store -> store.keyPair("a"));
        assertThat(again.secretKey()).isEqualTo(first.secretKey());
        assertThat(first).isNotEqualTo(KeyDerivation.of(PRIMARY_KEY).keyPair(Hash.ZERO, "a"));
    }

    @Test
    void existingFolderIsSealedAndUnsealedWithoutLoss() {
        fill(plain());
        assertThat(filesWithSecrets()).isNotEmpty();
        Sealing.seal(folder, seal).block(SOON);
        assertThat(filesWithSecrets()).isEmpty();
        assertRefused(plain(), "is sealed");
        assertAllWritable(sealedWith(seal), 3);
        assertThat(filesWithSecrets()).isEmpty();
        Sealing.unseal(folder, seal).block(SOON);
        assertThat(headerSecrets()).hasSize(3).doesNotContain(false);
        assertAllWritable(Corestores.at(folder), 4);
        assertRefused(sealedWith(seal), "is not sealed");
    }

    @Test
    void storeMadeSealedGetsItsSecretsWhenItIsUnsealed() {
        fill(sealedWith(seal));
        Sealing.unseal(folder, seal).block(SOON);
        assertThat(headerSecrets()).hasSize(3).doesNotContain(false);
        assertThat(with(Corestores.at(folder), store -> store.keyPair("log")).secretKey())
                .isEqualTo(secret("log").secretKey());
        with(
                Corestores.at(folder),
                store -> store.list()
                        .doOnNext(info -> assertThat(info.length()).isEqualTo(3))
                        .count());
    }

    @Test
    void keyPairKeptEncryptedLeavesTheUserDataWhenItIsBackInTheHeader() {
        fill(sealedWith(seal));
        assertThat(coresWithSealedPairs()).isEqualTo(1);
        Sealing.unseal(folder, seal).block(SOON);
        assertThat(coresWithSealedPairs()).isZero();
    }

    @Test
    void rotatedSealOpensAndTheOldOneNoLonger() {
        fill(sealedWith(seal));
        Sealing.rotate(folder, seal, otherSeal).block(SOON);
        assertRefused(sealedWith(seal), "does not open with the seal given");
        assertAllWritable(sealedWith(otherSeal), 3);
        assertThat(filesWithSecrets()).isEmpty();
    }

    @Test
    void interruptedSealIsFinishedByAnother() {
        fill(plain());
        onStorage(storage -> secrets(storage).strip());
        Boolean writable = with(plain(), store -> store.get(NAMED).map(Core::writable));
        assertThat(writable).isTrue();
        Sealing.seal(folder, seal).block(SOON);
        assertThat(filesWithSecrets()).isEmpty();
        assertAllWritable(sealedWith(seal), 3);
    }

    @Test
    void interruptedUnsealIsFinishedByAnother() {
        fill(sealedWith(seal));
        onStorage(storage -> storage.sealedIdentity(SealedKey::none).flatMap(stored -> storage.unseal(PRIMARY_KEY)));
        assertThat(headerSecrets()).containsOnly(false);
        Sealing.unseal(folder, seal).block(SOON);
        assertThat(headerSecrets()).hasSize(3).doesNotContain(false);
    }

    @Test
    void wrongCallsAreRefusedAndChangeNothing() {
        fill(sealedWith(seal));
        verifyError(Sealing.seal(folder, seal), WrongSealException.class);
        verifyError(Sealing.unseal(folder, otherSeal), WrongSealException.class);
        verifyError(Sealing.rotate(folder, otherSeal, seal), WrongSealException.class);
        assertAllWritable(sealedWith(seal), 3);
    }

    @Test
    void sealThatDoesNotOpenAgainIsNotUsed() {
        fill(plain());
        verifyError(Sealing.seal(folder, KeySeal.with(new Forgetful())), WrongSealException.class);
        assertThat(headerSecrets()).doesNotContain(false);
        assertAllWritable(Corestores.at(folder), 3);
    }

    @Test
    void folderWithoutAStoreAndOneInUseAreRefused() {
        verifyError(Sealing.seal(folder.resolve("none"), seal), StorageFailedException.class);
        verifyError(Sealing.rotate(folder.resolve("none"), seal, otherSeal), StorageFailedException.class);
        with(plain(), store -> {
            verifyError(Sealing.seal(folder, seal), StoreLockedException.class);
            return store.keyPair("a");
        });
    }

    @Test
    void sealedKeyIsNotOverwritten() {
        fill(sealedWith(seal));
        assertRefused(
                Corestores.at(folder).sealedWith(seal).overwritePrimaryKey(new byte[32]), "unseal the store first");
        assertRefused(Corestores.at(folder).overwritePrimaryKey(new byte[32]), "is sealed");
        assertAllWritable(sealedWith(seal), 3);
    }

    @Test
    void coreThatCannotBeOpenedKeepsTheFolderFromBeingSealed() throws IOException {
        fill(plain());
        Path oplog = damage();
        verifyError(Sealing.seal(folder, seal), CoreCorruptException.class);
        Boolean isSealed = onStorage(CoreStorage::isSealed);
        assertThat(isSealed).isFalse();
        Files.delete(oplog);
        Sealing.seal(folder, seal).block(SOON);
        assertThat(filesWithSecrets()).isEmpty();
    }

    @Test
    void derivationGivenTakesThePlaceOfThePrimaryKey() {
        KeyDerivation derivation = KeyDerivation.of(new byte[] {1, 2, 3});
        KeyPair derived = derivation.keyPair(Hash.ZERO, "log");
        Corestores.Builder builder = sealedWith(seal).keyDerivation(derivation);
        CoreKey key = with(
                builder,
                store -> store.get("log").flatMap(core -> core.append(utf8("x")).thenReturn(core.key())));
        assertThat(key).isEqualTo(new CoreKey(derived.publicKey()));
        Boolean writable = with(builder, store -> store.get(key).map(Core::writable));
        assertThat(writable).isTrue();
        assertThat(coresWithSealedPairs()).isZero();
    }

    /** Three cores of three blocks. */
    private static void fill(Corestores.Builder builder) {
        with(
                builder,
                store -> Flux.just(NAMED, HASHED, OWNED)
                        .concatMap(options -> store.use(options, core -> core.append(numbered(0, 3))))
                        .then(Mono.just(true)));
    }

    /** By key alone, after which they have one block more. */
    private static void assertAllWritable(Corestores.Builder builder, long length) {
        with(
                builder,
                store -> store.list()
                        .concatMap(info -> store.use(CoreOptions.keyed(info.key()), core -> {
                            assertThat(core.length()).isEqualTo(length);
                            assertThat(core.writable()).isTrue();
                            return core.append(utf8("more"));
                        }))
                        .count()
                        .doOnNext(count -> assertThat(count).isEqualTo(3)));
    }

    private static void assertRefused(Corestores.Builder builder, String why) {
        builder.open()
                .as(StepVerifier::create)
                .verifyErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(WrongSealException.class).hasMessageContaining(why));
    }

    private static void verifyError(Mono<Void> call, Class<? extends CorestoreException> type) {
        call.as(StepVerifier::create).expectError(type).verify(SOON);
    }

    private static <T> T with(Corestores.Builder builder, Function<Corestore, Mono<T>> work) {
        return Mono.usingWhen(builder.open(), work, Corestore::close).block(SOON);
    }

    private Corestores.Builder plain() {
        return Corestores.at(folder).primaryKey(PRIMARY_KEY);
    }

    private Corestores.Builder sealedWith(KeySeal keySeal) {
        return Corestores.at(folder).primaryKey(PRIMARY_KEY).sealedWith(keySeal);
    }

    /** Whether each header has a secret key in it, whatever else the core keeps. */
    private List<Boolean> headerSecrets() {
        return onStorage(storage -> storage.list()
                .concatMap(head -> storage.open(head.discoveryKey())
                        .flatMap(stored -> stored.load()
                                .map(core ->
                                        core.keyPair() != null && core.keyPair().hasSecretKey())
                                .flatMap(has -> stored.close().thenReturn(has))))
                .collectList());
    }

    private long coresWithSealedPairs() {
        return onStorage(storage -> storage.list()
                .filter(head -> head.userData().containsKey(UserData.SEALED_KEY_PAIR))
                .count());
    }

    private <T> T onStorage(Function<CoreStorage, Mono<T>> work) {
        IoScheduler io = IoScheduler.create();
        return Mono.usingWhen(Corestores.storage(folder, StorageOptions.on(io)), work, CoreStorage::close)
                .doFinally(end -> io.dispose())
                .block(SOON);
    }

    /** Overwrites all of one core's oplog. */
    private Path damage() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            Path oplog =
                    files.filter(file -> file.endsWith("oplog")).findFirst().orElseThrow();
            byte[] noise = new byte[(int) Files.size(oplog)];
            Arrays.fill(noise, (byte) 7);
            return Files.write(oplog, noise);
        }
    }

    private static HeaderSecrets secrets(CoreStorage storage) {
        return new HeaderSecrets(storage, new SealedPairs(KeyDerivation.of(PRIMARY_KEY), KeyPairSeal.of(PRIMARY_KEY)));
    }

    private static KeyPair secret(String name) {
        return KeyDerivation.of(PRIMARY_KEY).keyPair(Hash.ZERO, name);
    }

    /** Files that hold the primary key or the seed of a key pair, anywhere in them. */
    private List<Path> filesWithSecrets() {
        List<String> secrets = Stream.of(secret("log"), secret("hashed"), OWN_PAIR)
                .map(pair -> latin(Arrays.copyOf(pair.secretKey(), Ed25519.SEED_BYTES)))
                .toList();
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String content = content(file);
                        return content.contains(latin(PRIMARY_KEY))
                                || secrets.stream().anyMatch(content::contains);
                    })
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String content(Path file) {
        try {
            return latin(Files.readAllBytes(file));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static Aead aead() throws GeneralSecurityException {
        return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** Opens to something else than what was sealed. */
    private static final class Forgetful implements Aead {
        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
            return new byte[1];
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
            return new byte[32];
        }
    }

    @Test
    void sealedCoresAreAudited() {
        fill(sealedWith(seal));
        List<AuditReport> reports =
                with(sealedWith(seal), store -> store.audit(AuditMode.REPAIR).collectList());
        assertThat(reports).hasSize(3).allMatch(report -> report.isSound() && report.blocks() == 3);
        assertThat(filesWithSecrets()).isEmpty();
    }
}
